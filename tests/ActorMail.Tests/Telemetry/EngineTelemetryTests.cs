using System.Collections.Concurrent;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Telemetry;
using ActorMail.Testing;
using ActorMail.Tests.Engine;
using ActorMail.Web.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMail.Tests.Telemetry;

/// <summary>What the engine counts and logs while it works.</summary>
public class EngineTelemetryTests
{
    private static readonly SmtpReply Unknown = new(550, "5.1.1", "<reader3@example.org> unknown");

    [Fact]
    public async Task A_run_is_counted_and_each_change_of_a_state_is_one_line_without_an_address()
    {
        await using var kit = await EngineKit.StartAsync();
        using MeterReading reading = new(kit.Services.GetRequiredService<MailMeter>());
        LogKeeper lines = new();
        kit.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        kit.Relay.Answer = (email, _) => Task.FromResult(
            email == "reader3@example.org" ? new SendResult.Rejected(Unknown) : ScriptedRelay.Accepted);
        await kit.AddReadersAsync(10);
        var post = await kit.PublishAsync("a subject nobody logs");
        await kit.UntilSentAsync(post);
        // The store says so before the actor that stored it has counted it.
        await Eventually.TrueAsync(() => Values(reading).GetValueOrDefault("actormail_posts_changes_total{status=sent}") == 1, "counted as sent");

        var seen = Values(reading);
        Assert.Equal(1, seen["actormail_posts_published_total"]);
        Assert.Equal(9, seen["actormail_deliveries_total{relay=scripted,outcome=accepted}"]);
        Assert.Equal(1, seen["actormail_deliveries_total{relay=scripted,outcome=rejected}"]);
        Assert.Equal(1, seen["actormail_posts_changes_total{status=sending}"]);
        Assert.True(seen["actormail_slices_leased_total"] >= 1);
        Assert.True(seen["actormail_round_size"] >= 20);
        Assert.True(seen["actormail_round_duration_seconds"] > 0);
        Assert.True(seen["actormail_publish_duration_seconds"] > 0);
        Assert.Equal(1, seen["actormail_relay_up{relay=scripted}"]);
        Assert.Equal(1, seen["actormail_store_up"]);
        Assert.Equal(1, seen["actormail_cluster_members{reach=reachable}"]);
        await Eventually.TrueAsync(() => Values(reading).GetValueOrDefault("actormail_relay_connections_allowed{relay=scripted}") == 4, "looked at");

        await Eventually.TrueAsync(() => lines.Of(1003).Any(), "the last line");
        Assert.Equal([$"Post {post} is stored and sending"], lines.Of(1001));
        Assert.Equal(["Relay scripted takes connections"], lines.Of(1101));
        Assert.Equal([$"Post {post} is finished and sent: 9 of 10 accepted, 0 uncertain"], lines.Of(1003));
        Assert.Empty(lines.Of(1002));
        Assert.DoesNotContain(lines.All, line => line.Contains('@') || line.Contains("nobody logs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_relay_that_goes_and_comes_is_two_lines_however_often_it_is_tried()
    {
        await using var kit = await EngineKit.StartAsync(connections: 2);
        using MeterReading reading = new(kit.Services.GetRequiredService<MailMeter>());
        LogKeeper lines = new();
        kit.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        var down = true;
        kit.Relay.Opening = () => down ? new RelayFault(RelayFaultKind.Unavailable, "421 <news@example.org> is busy") : null;
        await kit.AddReadersAsync(5);
        var post = await kit.PublishAsync();

        const string Failures = "actormail_relay_failures_total{relay=scripted,kind=unavailable}";
        await Eventually.TrueAsync(() => Values(reading).GetValueOrDefault(Failures) >= 3, "tried again and again");
        Assert.Equal(0, Values(reading)["actormail_relay_up{relay=scripted}"]);
        down = false;
        await kit.UntilSentAsync(post);

        Assert.Equal(1, Values(reading)["actormail_relay_up{relay=scripted}"]);
        Assert.Equal(["Relay scripted cannot be used and is tried again: 421 <(an address)> is busy"], lines.Of(1102));
        Assert.Single(lines.Of(1101));
    }

    [Fact]
    public void A_pause_by_the_system_tells_its_reason_without_addresses_and_a_persons_is_a_plain_line()
    {
        LogKeeper lines = new();
        EngineNews news = new(new OneLogger(lines), new MailMeter());
        var sending = new Post { Id = new PostId(1), List = "l", Content = new PostContent("s", "m"), Status = PostStatus.Sending, CreatedAt = default };

        news.PostChanged(sending, sending with { Status = PostStatus.Paused, PausedBecause = "main refuses it: 550 <news@example.org>" });
        news.PostChanged(sending, sending with { Status = PostStatus.Cancelled });
        news.PostChanged(sending, sending);

        Assert.Equal(
            [$"Post {sending.Id} is paused: main refuses it: 550 <(an address)>", $"Post {sending.Id} is cancelled"], lines.Of(1002));
    }

    [Fact]
    public void What_happens_to_slices_store_and_nodes_is_counted_and_told()
    {
        LogKeeper lines = new();
        using MailMeter meter = new();
        using MeterReading reading = new(meter);
        EngineNews news = new(new OneLogger(lines), meter);
        SliceLease first = new(new SliceKey(new PostId(1), 7), 1);

        news.SliceLeased(new LeasedSlice(first, SliceKind.First, []));
        news.SliceLeased(new LeasedSlice(first with { Epoch = 2 }, SliceKind.First, []));
        news.LeaseLost(first);
        news.StoreFailed("disk full", news: true);
        news.StoreFailed("disk full", news: false);
        var down = Values(reading);
        news.StoreIsUp();
        news.NodeJoined("akka://a");
        news.NodeLeft("akka://a", "declared dead");
        news.SlicesFreed("akka://a", 3);

        var seen = Values(reading);
        Assert.Equal(
            (2, 1, 1, 2, 1),
            (seen["actormail_slices_leased_total"], seen["actormail_slices_taken_over_total"], seen["actormail_slices_lost_total"],
                seen["actormail_store_faults_total"], seen["actormail_store_up"]));
        Assert.Equal(0, down["actormail_store_up"]);
        Assert.All(
            new[] { 1301, 1302, 1201, 1202, 1401, 1402, 1403 }, number => Assert.Single(lines.Of(number)));
    }

    /// <summary>A counter's or gauge's value, a histogram's sum, by name and labels.</summary>
    private static Dictionary<string, double> Values(MeterReading reading) => reading.Read()
        .Where(family => family.Name.StartsWith("actormail", StringComparison.Ordinal))
        .SelectMany(family => family.Series.Select(series => (
            Key: series.Labels.Count == 0
                ? family.Name
                : $"{family.Name}{{{string.Join(',', series.Labels.Select(label => $"{label.Key}={label.Value}"))}}}",
            series.Sum)))
        .ToDictionary(pair => pair.Key, pair => pair.Sum);

    private sealed class LogKeeper : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(int Number, string Line)> _lines = [];

        public IEnumerable<string> All => _lines.Select(line => line.Line);

        public IEnumerable<string> Of(int number) => _lines.Where(line => line.Number == number).Select(line => line.Line);

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("ActorMail", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue((eventId.Id, formatter(state, exception)));

        public void Dispose()
        {
            // It holds nothing.
        }
    }

    private sealed class OneLogger(LogKeeper keeper) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => keeper.CreateLogger(categoryName);

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
