using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Options;
using ActorMail.Posts;
using ActorMail.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Node.Tests.Http;

public sealed class TriggersOverHttpTests : IAsyncLifetime
{
    private readonly WebDoor _door = new();

    public async Task InitializeAsync()
    {
        _door.Options.Triggers.Image = true;
        _door.Options.ApiKeys.Add(new ApiKeyOptions { Key = "a-key-that-may-publish", Role = "publish" });
        await _door.InitializeAsync();
    }

    public Task DisposeAsync() => _door.DisposeAsync();

    [Fact]
    public async Task A_page_without_a_key_publishes_the_draft_once_from_any_origin()
    {
        var (id, trigger) = await TriggerAsync();
        using var stranger = _door.NewClient();
        List<DateTimeOffset?> published = [];
        for (var times = 0; times < 2; times++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, trigger);
            request.Headers.Add("Origin", "https://blog.example.org");
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            using var answer = await stranger.SendAsync(request);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.Equal(id, (await WebDoor.JsonAsync(answer)).GetProperty("id").GetString());
            published.Add((await ReadAsync(id)).PublishedAt);
        }

        Assert.NotNull(published[0]);
        Assert.Equal(published[0], published[1]);
    }

    [Fact]
    public async Task An_image_publishes_and_looks_the_same_the_second_time()
    {
        var (id, trigger) = await TriggerAsync();
        using var stranger = _door.NewClient();
        byte[] first = await stranger.GetByteArrayAsync(trigger + ".gif"), second = await stranger.GetByteArrayAsync(trigger + ".gif");
        Assert.Equal("GIF89a"u8.ToArray(), first[..6]);
        Assert.Equal(first, second);
        Assert.NotEqual(PostStatus.Draft, (await ReadAsync(id)).Status);
        using var answer = await stranger.GetAsync(trigger + ".gif");
        Assert.Equal(("image/gif", true), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.NoStore));
    }

    [Theory]
    [InlineData("HEAD", null, HttpStatusCode.OK)]
    [InlineData("GET", "prefetch", HttpStatusCode.NoContent)]
    public async Task Who_only_looks_publishes_nothing(string method, string? purpose, HttpStatusCode status)
    {
        var (id, trigger) = await TriggerAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), trigger + ".gif");
        if (purpose is not null) request.Headers.Add("Sec-Purpose", purpose);
        using var answer = await _door.NewClient().SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(PostStatus.Draft, (await ReadAsync(id)).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_trigger_is_a_POST_and_nothing_else(string method)
    {
        var (id, trigger) = await TriggerAsync();
        using var answer = await _door.NewClient().SendAsync(new HttpRequestMessage(new HttpMethod(method), trigger));
        await Refusal.IsAsync(answer, 405, "POST");
        Assert.Contains("POST", answer.Content.Headers.Allow);
        Assert.Equal(PostStatus.Draft, (await ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Images_are_off_unless_switched_on()
    {
        _door.Options.Triggers.Image = false;
        var (id, trigger) = await TriggerAsync();
        using var answer = await _door.NewClient().GetAsync(trigger + ".gif");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(PostStatus.Draft, (await ReadAsync(id)).Status);
        Assert.False((await MakeAsync(id)).TryGetProperty("image", out _));
    }

    [Fact]
    public async Task A_trigger_that_expired_or_was_never_made_publishes_nothing()
    {
        var (id, trigger) = await TriggerAsync();
        Assert.True(PostId.TryParse(id, out var post));
        var tokens = _door.Services.GetRequiredService<TriggerTokens>();
        var late = "/t/" + tokens.Seal(post, TimeProvider.System.GetUtcNow().AddSeconds(-1));
        using var stranger = _door.NewClient();
        foreach (var (path, status) in new[] { (late, HttpStatusCode.Gone), (trigger[..^1], HttpStatusCode.NotFound), ("/t/x", HttpStatusCode.NotFound) })
        {
            Assert.Equal(status, (await stranger.PostAsync(path, null)).StatusCode);
            Assert.Equal(status, (await stranger.GetAsync(path + ".gif")).StatusCode);
        }

        Assert.Equal(PostStatus.Draft, (await ReadAsync(id)).Status);
    }

    [Fact]
    public async Task A_scheduled_or_cancelled_draft_is_left_as_it_is()
    {
        var (later, first) = await TriggerAsync(TimeProvider.System.GetUtcNow().AddHours(1));
        var (cancelled, second) = await TriggerAsync();
        using var author = _door.NewClient("a-key-that-may-publish");
        (await author.PostAsync($"/api/posts/{cancelled}/cancel", null)).EnsureSuccessStatusCode();
        using var stranger = _door.NewClient();
        for (var times = 0; times < 2; times++) (await stranger.PostAsync(first, null)).EnsureSuccessStatusCode();
        (await stranger.PostAsync(second, null)).EnsureSuccessStatusCode();

        Assert.Equal(PostStatus.Scheduled, (await ReadAsync(later)).Status);
        Assert.Equal(PostStatus.Cancelled, (await ReadAsync(cancelled)).Status);
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00Z", "is in the past")]
    [InlineData("2199-01-01T00:00:00Z", "90 days")]
    [InlineData("tomorrow", "is no time")]
    public async Task A_time_that_cannot_be_is_refused(string expiresAt, string why)
    {
        var (id, _) = await TriggerAsync();
        using var author = _door.NewClient("a-key-that-may-publish");
        using var answer = await author.PostAsJsonAsync($"/api/posts/{id}/trigger", new { expiresAt });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(why, (await WebDoor.JsonAsync(answer)).GetProperty("errors").GetProperty("expiresAt")[0].GetString());
    }

    [Fact]
    public async Task Only_a_draft_and_only_with_a_key()
    {
        var (id, trigger) = await TriggerAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await _door.NewClient().PostAsync($"/api/posts/{id}/trigger", null)).StatusCode);
        (await _door.NewClient().PostAsync(trigger, null)).EnsureSuccessStatusCode();
        using var author = _door.NewClient("a-key-that-may-publish");
        Assert.Equal(HttpStatusCode.Conflict, (await author.PostAsync($"/api/posts/{id}/trigger", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await author.PostAsync("/api/posts/0000000000000/trigger", null)).StatusCode);
    }

    private async Task<(string Id, string Path)> TriggerAsync(DateTimeOffset? publishAt = null)
    {
        using var author = _door.NewClient("a-key-that-may-publish");
        using var stored = await author.PostAsJsonAsync("/api/posts", new { subject = "A draft", markdown = "Hi", draft = true, publishAt });
        var id = (await WebDoor.JsonAsync(stored)).GetProperty("id").GetString()!;
        return (id, new Uri((await MakeAsync(id)).GetProperty("url").GetString()!).AbsolutePath);
    }

    private async Task<JsonElement> MakeAsync(string id)
    {
        using var author = _door.NewClient("a-key-that-may-publish");
        return await WebDoor.JsonAsync(await author.PostAsync($"/api/posts/{id}/trigger", null));
    }

    private async Task<Post> ReadAsync(string id)
    {
        Assert.True(PostId.TryParse(id, out var post));
        return (await _door.Database.Posts.ReadAsync(post, default))!;
    }
}
