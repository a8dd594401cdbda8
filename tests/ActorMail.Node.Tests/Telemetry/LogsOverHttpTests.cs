using System.Net.ServerSentEvents;
using System.Text.Json;
using ActorMail.Node.Tests.Http;
using ActorMail.Web.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorMail.Node.Tests.Telemetry;

/// <summary>The node's log over HTTP.</summary>
public sealed class LogsOverHttpTests(LogsOverHttpTests.LoggingDoor door) : IClassFixture<LogsOverHttpTests.LoggingDoor>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_post_leaves_its_lines_with_numbers_and_values()
    {
        await door.ImportAsync("email\nada@example.org\n");
        var id = await door.PublishAsync("an unwritten subject");
        await door.ReachesAsync(id, "sent");
        var lines = await Eventually.BecomesAsync(
            async () => (await door.GetAsync("/api/logs?limit=1000")).GetProperty("lines").EnumerateArray().ToList(),
            all => all.Any(line => Is(line, 1003, id)), "the last line", Soon);

        var stored = lines.Single(line => Is(line, 1001, id));
        Assert.Equal("PostStored", stored.GetProperty("event").GetString());
        Assert.Equal("information", stored.GetProperty("level").GetString());
        Assert.Equal($"Post {id} is stored and sending", stored.GetProperty("message").GetString());
        var text = string.Join('\n', lines);
        Assert.DoesNotContain("@example.org", text);
        Assert.DoesNotContain("unwritten", text);
    }

    [Fact]
    public async Task Who_reads_on_gets_what_is_new_and_who_follows_gets_it_at_once()
    {
        var next = (await door.GetAsync("/api/logs?limit=1")).GetProperty("next").GetInt64();
        using var limit = new CancellationTokenSource(Soon);
        await using var stream = await door.Client.GetStreamAsync($"/api/logs/events?after={next}", limit.Token);
        var id = await door.PublishAsync();

        await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit.Token))
        {
            if (item.EventType != "line") continue;
            var line = JsonSerializer.Deserialize<JsonElement>(item.Data);
            Assert.True(line.GetProperty("no").GetInt64() > next);
            if (Is(line, 1001, id)) break;
        }

        var page = await door.GetAsync($"/api/logs?after={next}");
        Assert.Contains(page.GetProperty("lines").EnumerateArray(), line => Is(line, 1001, id));
        Assert.All(page.GetProperty("lines").EnumerateArray(), line => Assert.True(line.GetProperty("no").GetInt64() > next));
        Assert.DoesNotContain(
            (await door.GetAsync("/api/logs?level=critical")).GetProperty("lines").EnumerateArray(), line => Is(line, 1001, id));
    }

    [Fact]
    public async Task Nothing_is_said_of_a_key_where_none_is_asked_for()
    {
        var next = (await door.GetAsync("/api/logs?limit=1")).GetProperty("next").GetInt64();
        await PostFromAfarAsync($"/u/{await door.UnsubscribeTokenAsync("far@origin.example", "far")}");
        Assert.DoesNotContain(await MessagesAsync(), message => message.Contains("another origin"));
        await PostFromAfarAsync("/api/posts");
        Assert.Contains(await MessagesAsync(), message => message.Contains("another origin"));

        async Task PostFromAfarAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Headers.Add("Origin", "https://mail.example");
            await door.Client.SendAsync(request);
        }

        async Task<List<string>> MessagesAsync()
        {
            var lines = (await door.GetAsync($"/api/logs?after={next}")).GetProperty("lines");
            return [.. lines.EnumerateArray().Select(line => line.GetProperty("message").GetString()!)];
        }
    }

    [Theory]
    [InlineData("level=loud", "level")]
    [InlineData("level=2", "level")]
    [InlineData("after=-1", "after")]
    [InlineData("limit=0", "limit")]
    public async Task A_wish_that_makes_no_sense_is_refused(string query, string field) =>
        await Refusal.IsAsync(await door.Client.GetAsync($"/api/logs?{query}"), 400, field);

    [Fact]
    public void The_ring_keeps_the_newest_and_tells_a_reader_who_was_slow_the_oldest_it_has()
    {
        LogRing ring = new(TimeProvider.System);
        for (var count = 0; count < LogRing.Kept + 10; count++) ring.Add(Line);

        var (lines, last, news) = ring.Read(3, LogLevel.Information, LogRing.Kept);
        Assert.Equal((11, LogRing.Kept + 10, LogRing.Kept), (lines[0].No, lines[^1].No, lines.Count));
        Assert.Equal(LogRing.Kept + 10, last);
        Assert.False(news.IsCompleted);
        ring.Add(Line);
        Assert.True(news.IsCompleted);
        Assert.Equal([1011L], ring.Read(last, LogLevel.Information, 5).Lines.Select(line => line.No));
        Assert.Empty(ring.Read(last, LogLevel.Error, 5).Lines);
        // A number from before a restart of the node.
        Assert.Equal(5, ring.Read(99_999, LogLevel.Information, 5).Lines.Count);
    }

    private static bool Is(JsonElement line, int number, string post) =>
        line.GetProperty("eventId").GetInt32() == number && line.GetProperty("values").GetProperty("Post").GetString() == post;

    private static LogLine Line(long no, DateTimeOffset at) =>
        new(no, at, LogLevel.Warning, "ActorMail", 0, null, "words", new Dictionary<string, string>(), null);

    /// <summary>A door that logs into the ring, though to nothing else.</summary>
    public sealed class LoggingDoor : WebDoor
    {
        public LoggingDoor() => More = services => services.AddLogging(
            logging => logging.AddFilter<RingLoggerProvider>(null, LogLevel.Information));
    }
}
