using System.Collections.Concurrent;
using ActorMail.Posts;
using ActorMail.Testing;
using ActorMail.Webhooks;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMail.Tests.Webhooks;

/// <summary>The desk and its couriers over a real database in memory; the endpoints are scripted.</summary>
public sealed class A_webhook_is_carried_until_it_is_taken() : TestKit("akka.loglevel = OFF\nactormail.webhooks.look = 20ms"), IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly WebhookEndpoint One = new(new Uri("https://one.example/"), [], WebhookEvents.All);
    private static readonly WebhookEndpoint Two = new(new Uri("https://two.example/"), [], WebhookEvents.All);
    private readonly ScriptedSender _sender = new();
    private SqlDatabase _database = null!;
    private long _lastPost;

    public async Task InitializeAsync() => _database = await SqliteDatabase.OpenAsync(
        $"Data Source=webhooks-{Guid.NewGuid():N};Mode=Memory;Cache=Shared", None);

    public async Task DisposeAsync()
    {
        await Sys.Terminate();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Each_endpoint_is_told_once()
    {
        await StartAsync(One, Two);
        for (var posts = 0; posts < 20; posts++) await PauseAPostAsync();
        await DeliveredAsync(40);
        Assert.Equal(40, _sender.Sent.Count);
        Assert.Equal(40, _sender.Sent.Select(sent => sent.Message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task What_was_not_taken_is_tried_again_under_the_same_id()
    {
        _sender.Answer = (_, _) => new WebhookAnswer.NotTaken("500");
        await StartAsync(One);
        await PauseAPostAsync();
        await Eventually.BecomesAsync(StateAsync, state => state.LastAnswer == "500", "refused once");
        _sender.Answer = (_, _) => new WebhookAnswer.Taken("200");
        await _database.WebhookWatch.RetryAsync(One.Url, None);
        await DeliveredAsync(1);
        Assert.Equal(2, _sender.Sent.Count);
        Assert.Single(_sender.Sent.Select(sent => sent.Message.MessageId).Distinct());
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_told_nothing_any_more()
    {
        _sender.Answer = (_, _) => new WebhookAnswer.Gone("410");
        await StartAsync(One);
        await PauseAPostAsync();
        var state = await Eventually.BecomesAsync(StateAsync, state => state.DisabledWhy is not null, "disabled");
        Assert.Equal((0, 1), (state.Pending, state.Failed));
        await PauseAPostAsync();
        Assert.Equal((0, 1), ((await StateAsync()).Pending, (await StateAsync()).Failed));
    }

    [Fact]
    public async Task An_endpoint_that_never_answers_holds_up_nobody_else()
    {
        _sender.Wait = endpoint => endpoint == One ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
        await StartAsync(One, Two);
        for (var posts = 0; posts < 20; posts++) await PauseAPostAsync();
        await DeliveredAsync(20);
        await Eventually.TrueAsync(() => SentTo(One) >= 8, "hands full");
        // By the time another one is with its neighbour, it was looked for too.
        await PauseAPostAsync();
        await DeliveredAsync(21);
        Assert.Equal(8, SentTo(One));
    }

    [Fact]
    public async Task Who_died_before_the_answer_was_noted_carries_it_again()
    {
        _sender.Wait = _ => Timeout.InfiniteTimeSpan;
        var desk = await StartAsync(One);
        await PauseAPostAsync();
        await Eventually.TrueAsync(() => _sender.Sent.Count == 1, "on its way");
        await desk.GracefulStop(TimeSpan.FromSeconds(5));
        _sender.Wait = _ => TimeSpan.Zero;
        await StartAsync(One);
        await DeliveredAsync(1);
        Assert.Single(_sender.Sent.Select(sent => sent.Message.MessageId).Distinct());
    }

    private async Task<IActorRef> StartAsync(params WebhookEndpoint[] endpoints)
    {
        var desk = Sys.ActorOf(WebhookDesk.Props(endpoints, new WebhookParts(_database.Webhooks, _sender, Random.Shared)));
        await Eventually.BecomesAsync(
            async () => (await _database.WebhookWatch.ListAsync(None)).Count, known => known == endpoints.Length, "endpoints known");
        return desk;
    }

    private async Task PauseAPostAsync()
    {
        var post = new Post
        {
            Id = new PostId(++_lastPost), List = "default", Content = new PostContent("s", "b"), Status = PostStatus.Sending, CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var stored = Assert.IsType<PostInserted.Stored>(await _database.Posts.InsertAsync(post, None)).Post;
        await _database.Posts.ReplaceAsync(stored with { Status = PostStatus.Paused, Version = stored.Version + 1 }, None);
    }

    private int SentTo(WebhookEndpoint endpoint) => _sender.Sent.Count(sent => sent.Endpoint == endpoint);

    private Task DeliveredAsync(int count) => Eventually.BecomesAsync(
        async () => (await _database.WebhookWatch.ListAsync(None)).Sum(state => state.Delivered), delivered => delivered == count, "all delivered");

    private async Task<EndpointState> StateAsync() => Assert.Single(await _database.WebhookWatch.ListAsync(None));

    private sealed class ScriptedSender : IWebhookSender
    {
        public ConcurrentQueue<(WebhookEndpoint Endpoint, WebhookMessage Message)> Sent { get; } = new();

        public Func<WebhookEndpoint, WebhookMessage, WebhookAnswer> Answer { get; set; } = (_, _) => new WebhookAnswer.Taken("200");

        public Func<WebhookEndpoint, TimeSpan> Wait { get; set; } = _ => TimeSpan.Zero;

        public async Task<WebhookAnswer> SendAsync(WebhookEndpoint endpoint, WebhookMessage message, CancellationToken cancel)
        {
            Sent.Enqueue((endpoint, message));
            if (Wait(endpoint) is var wait && wait != TimeSpan.Zero) await Task.Delay(wait, cancel);
            return Answer(endpoint, message);
        }
    }
}
