using System.Net;
using ActorMail.Node.Tests.Rig;
using ActorMail.Options;
using ActorMail.Outbound;
using ActorMail.Webhooks;

namespace ActorMail.Node.Tests.Http;

public sealed class WebhooksOverHttpTests : IAsyncLifetime
{
    private BlogServer _other = null!;
    private WebDoor _door = null!;

    private string Url => $"{_other.Url}hook";

    public async Task InitializeAsync()
    {
        _other = await BlogServer.StartAsync();
        _door = new WebDoor { Outbound = new OutboundCalls([_other.Trusted], new Uri("http://localhost"), TimeProvider.System) };
        _door.Options.Webhooks.Add(new WebhookOptions { Url = Url, Secret = BlogServer.Secret });
        await _door.InitializeAsync();
        await _door.Database.Webhooks.EnterAsync(_door.Options.ToWebhooks(), default);
    }

    public async Task DisposeAsync()
    {
        await _door.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task A_test_message_is_sent_at_once_and_its_answer_shown()
    {
        var taken = await WebDoor.JsonAsync(await _door.Client.PostAsync("/api/webhooks/test", null));
        Assert.Equal($$"""{"results":[{"url":"{{Url}}","delivered":true,"answer":"204"}]}""", taken.GetRawText());
        _other.TakesWebhooks = false;
        var refused = await WebDoor.JsonAsync(await _door.PostAsync("/api/webhooks/test", new { url = Url }));
        Assert.Equal($$"""{"results":[{"url":"{{Url}}","delivered":false,"answer":"500"}]}""", refused.GetRawText());
        await Refusal.IsAsync(await _door.PostAsync("/api/webhooks/test", new { url = "https://unknown.example/" }), 404, "no such endpoint");
        Assert.Equal(2, _other.Told.Count);
    }

    [Fact]
    public async Task Endpoints_and_messages_are_shown_without_their_secret()
    {
        var id = await _door.PublishAsync();
        await _door.ReachesAsync(id, "sent");
        var messages = await Eventually.BecomesAsync(
            () => _door.GetAsync("/api/webhooks/messages?state=pending"), seen => seen.GetProperty("messages").GetArrayLength() == 1, "a message");
        var message = messages.GetProperty("messages")[0];
        Assert.Equal(("post.finished", Url, 0), (message.GetProperty("event").GetString(), message.GetProperty("url").GetString(), message.GetProperty("attempts").GetInt32()));
        var endpoint = (await _door.GetAsync("/api/webhooks")).GetProperty("endpoints")[0];
        Assert.Equal((5, 1), (endpoint.GetProperty("events").GetArrayLength(), endpoint.GetProperty("pending").GetInt32()));
        Assert.DoesNotContain("whsec", await _door.Client.GetStringAsync("/api/webhooks"));
        Assert.Empty((await _door.GetAsync("/api/webhooks/messages?state=failed")).GetProperty("messages").EnumerateArray());
        await Refusal.IsAsync(await _door.Client.GetAsync("/api/webhooks/messages?state=lost"), 400, "pending, delivered, failed");
    }

    [Fact]
    public async Task What_was_given_up_is_told_again_when_a_person_wishes()
    {
        await _door.ReachesAsync(await _door.PublishAsync(), "sent");
        await _door.Database.Webhooks.DisableAsync(new Uri(Url), "It answered 410.", default);
        var before = (await _door.GetAsync("/api/webhooks")).GetProperty("endpoints")[0];
        Assert.Equal(("It answered 410.", 1), (before.GetProperty("disabled").GetString(), before.GetProperty("failed").GetInt32()));
        var retried = await WebDoor.JsonAsync(await _door.PostAsync("/api/webhooks/retry", new { url = Url }));
        Assert.Equal(1, retried.GetProperty("due").GetInt32());
        Assert.False((await _door.GetAsync("/api/webhooks")).GetProperty("endpoints")[0].TryGetProperty("disabled", out _));
        await Refusal.IsAsync(await _door.PostAsync("/api/webhooks/retry", new { }), 400, "url: missing");
        await Refusal.IsAsync(await _door.PostAsync("/api/webhooks/retry", new { url = "https://unknown.example/" }), 404, "no such endpoint");
    }

    [Fact]
    public async Task A_feed_is_shown_before_it_was_seen_and_an_unknown_one_cannot_be_polled()
    {
        _door.Options.Feeds.Add(new FeedOptions { Url = "https://blog.example/feed", Name = "blog" });
        var feed = (await _door.GetAsync("/api/feeds")).GetProperty("feeds")[0];
        Assert.Equal(("blog", "https://blog.example/feed", "waiting"), (feed.GetProperty("name").GetString(), feed.GetProperty("url").GetString(), feed.GetProperty("state").GetString()));
        await Refusal.IsAsync(await _door.PostAsync("/api/feeds/poll", new { name = "other" }), 404, "no feed");
        await Refusal.IsAsync(await _door.PostAsync("/api/feeds/poll", new { }), 400, "name: missing");
    }

    [Fact]
    public async Task A_token_in_a_feeds_address_is_not_shown_and_the_feed_is_polled_by_what_is()
    {
        const string address = "https://blog.example/feed?key=SECRET";
        _door.Options.Feeds.Add(new FeedOptions { Url = address });
        await _door.Database.FeedAgenda.EnterAsync([address], default);
        var before = (await _door.Database.FeedWatch.ListAsync(default)).Single().NextAt;
        var feeds = await _door.GetAsync("/api/feeds");
        Assert.DoesNotContain("SECRET", feeds.GetRawText());
        var name = feeds.GetProperty("feeds")[0].GetProperty("name").GetString();
        Assert.Equal("https://blog.example/feed", name);
        Assert.Equal(HttpStatusCode.Accepted, (await _door.PostAsync("/api/feeds/poll", new { name })).StatusCode);
        Assert.NotEqual(before, (await _door.Database.FeedWatch.ListAsync(default)).Single().NextAt);
    }

    [Fact]
    public void Names_of_events_stay_what_scripts_were_written_for() =>
        Assert.Equal("post.finished, post.paused, delivery.bounced, subscriber.unsubscribed, subscriber.confirmed", WebhookEventNames.All);
}
