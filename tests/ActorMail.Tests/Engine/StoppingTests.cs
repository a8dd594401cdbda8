using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Testing;

namespace ActorMail.Tests.Engine;

public class StoppingTests
{
    [Fact]
    public async Task Once_a_pause_is_answered_no_new_message_starts()
    {
        await using var kit = await SlowKitAsync();
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 20, "under way");
        var done = Assert.IsType<PostAnswer.Done>(await kit.Mail.PauseAsync(post));
        Assert.Equal((PostStatus.Paused, 0), (done.Post.Status, done.InFlight));
        var began = kit.Relay.Began.Count;
        // A second post shows that the mailers go on meanwhile.
        await kit.UntilSentAsync(await kit.PublishAsync("another"));
        Assert.Equal(began + 400, kit.Relay.Began.Count);
        Assert.IsType<PostAnswer.Done>(await kit.Mail.ResumeAsync(post));
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((400, true), (sent.Totals.Accepted, sent.Totals.Balanced));
        Assert.Equal(800, kit.Relay.Began.Count);
    }

    [Fact]
    public async Task The_answer_to_a_pause_says_how_many_messages_are_still_in_flight()
    {
        await using var kit = await EngineKit.StartAsync(connections: 2);
        var gate = new TaskCompletionSource<SendResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        kit.Relay.Answer = (_, _) => gate.Task;
        await kit.AddReadersAsync(10);
        var post = await kit.PublishAsync();
        await Eventually.TrueAsync(() => kit.Relay.SendingNow == 2, "two on the wire");
        Assert.Equal(2, Assert.IsType<PostAnswer.Done>(await kit.Mail.PauseAsync(post)).InFlight);
        gate.SetResult(ScriptedRelay.Accepted);
        var paused = await kit.UntilAsync(post, view => view.InFlight == 0, "quiet");
        Assert.Equal((2, 8), (paused.Totals.Accepted, paused.Totals.Pending));
        Assert.Equal(2, kit.Relay.Began.Count);
    }

    [Fact]
    public async Task A_cancelled_post_balances_and_reaches_nobody_more()
    {
        await using var kit = await SlowKitAsync();
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 20, "under way");
        await kit.Mail.CancelAsync(post);
        var began = kit.Relay.Began.Count;
        var view = await kit.UntilAsync(post, view => view.Post.FinishedAt is not null, "closed");
        Assert.Equal((400, true, PostStatus.Cancelled), (view.Totals.Audience, view.Totals.Balanced, view.Post.Status));
        Assert.Equal(400, view.Totals.Accepted + view.Totals.Cancelled);
        Assert.Equal(began, kit.Relay.Began.Count);
        Assert.IsType<PostAnswer.WrongState>(await kit.Mail.ResumeAsync(post));
    }

    [Fact]
    public async Task Once_an_unsubscribe_is_answered_the_reader_gets_nothing_of_a_running_post()
    {
        await using var kit = await SlowKitAsync();
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 5, "under way");
        var left = EmailAddress.Parse("reader399@example.org");
        await kit.Database.Subscribers.ChangeAsync(left, new SubscriberChange(LeaveLists: [ListName.Default]), CancellationToken.None);
        var before = kit.Relay.Began.Any(began => began.Email == left.ToString());
        var sent = await kit.UntilSentAsync(post);
        Assert.False(before);
        Assert.DoesNotContain(kit.Relay.Began, began => began.Email == left.ToString());
        Assert.Equal((399, 1, true), (sent.Totals.Accepted, sent.Totals.Skipped, sent.Totals.Balanced));
    }

    [Fact]
    public async Task Readers_reached_after_an_amendment_get_the_new_revision()
    {
        await using var kit = await SlowKitAsync();
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 20, "under way");
        await kit.Mail.PauseAsync(post);
        var amended = Assert.IsType<PostAnswer.Done>(await kit.Mail.AmendAsync(post, new PostContent("a better subject", "words")));
        Assert.Equal(2, amended.Post.Revision);
        await kit.Mail.ResumeAsync(post);
        await kit.UntilSentAsync(post);
        Assert.Equal([(post, 1), (post, 2)], kit.Press.Composed);
        Assert.Equal(400, kit.Relay.Began.Count);
    }

    [Fact]
    public async Task A_node_that_is_asked_to_stop_lets_open_messages_end_and_leaves_no_doubt()
    {
        var database = await EngineKit.OpenAsync();
        var relay = new ScriptedRelay { Answer = Slowly };
        await using var kit = await EngineKit.StartAsync(database: database, relay: relay);
        await kit.AddReadersAsync(400);
        var post = await kit.PublishAsync();
        await kit.UntilAsync(post, view => view.Totals.Accepted > 20, "under way");
        await kit.StopAsync();
        var progress = await database.Log.ProgressAsync(post, CancellationToken.None);
        Assert.Equal((0, 0), (progress.InFlight, progress.Totals.Uncertain));
        Assert.Equal(relay.Began.Count, progress.Totals.Accepted);

        await using var next = await EngineKit.StartAsync(database: database, relay: relay);
        Assert.Equal(400, (await next.UntilSentAsync(post)).Totals.Accepted);
        Assert.Equal(400, relay.Began.Count);
    }

    private static async Task<EngineKit> SlowKitAsync()
    {
        var kit = await EngineKit.StartAsync();
        kit.Relay.Answer = Slowly;
        await kit.AddReadersAsync(400);
        return kit;
    }

    private static async Task<SendResult> Slowly(string email, CancellationToken closed)
    {
        await Task.Delay(2, closed);
        return ScriptedRelay.Accepted;
    }
}
