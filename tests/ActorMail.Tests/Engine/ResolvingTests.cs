using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Testing;

namespace ActorMail.Tests.Engine;

public class ResolvingTests
{
    private static readonly EmailAddress Doubtful = EmailAddress.Parse("reader4@example.org");

    [Theory]
    [InlineData(Resolution.Accept, 10, 0, 0)]
    [InlineData(Resolution.Skip, 9, 1, 0)]
    public async Task A_held_doubt_is_decided_by_hand_and_the_books_are_counted_again(
        Resolution resolution, int accepted, int skipped, int uncertain)
    {
        await using var kit = await HeldAsync();
        var post = await kit.PublishAsync();
        Assert.Equal(1, (await kit.UntilSentAsync(post)).Totals.Uncertain);
        Assert.IsType<PostAnswer.Done>(await kit.Mail.ResolveAsync(post, Doubtful, resolution));
        var view = (await kit.Mail.ReadAsync(post))!;
        Assert.Equal((accepted, skipped, uncertain, true),
            (view.Totals.Accepted, view.Totals.Skipped, view.Totals.Uncertain, view.Totals.Balanced));
        Assert.Equal(10, kit.Relay.Began.Count);
        Assert.IsType<PostAnswer.NotUncertain>(await kit.Mail.ResolveAsync(post, Doubtful, resolution));
    }

    [Fact]
    public async Task A_held_doubt_can_be_sent_again_and_its_explanation_shows_both_attempts()
    {
        await using var kit = await HeldAsync();
        var post = await kit.PublishAsync();
        await kit.UntilSentAsync(post);
        var done = Assert.IsType<PostAnswer.Done>(await kit.Mail.ResolveAsync(post, Doubtful, Resolution.Resend));
        Assert.Equal(PostStatus.Sending, done.Post.Status);
        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((10, 0, true), (sent.Totals.Accepted, sent.Totals.Uncertain, sent.Totals.Balanced));
        Assert.Equal(2, kit.Relay.Began.Count(began => began.Email == Doubtful.ToString()));
        var told = await kit.Database.Log.ExplainAsync(post, Doubtful, CancellationToken.None);
        Assert.Contains(told!.Steps, step => step.What.StartsWith("Attempt 1: nobody knows", StringComparison.Ordinal));
        Assert.Contains(told.Steps, step => step.What.StartsWith("Attempt 2: the relay accepted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_in_doubt_is_not_resolved()
    {
        await using var kit = await HeldAsync();
        var post = await kit.PublishAsync();
        await kit.UntilSentAsync(post);
        Assert.IsType<PostAnswer.NotUncertain>(
            await kit.Mail.ResolveAsync(post, EmailAddress.Parse("reader1@example.org"), Resolution.Accept));
        Assert.IsType<PostAnswer.NoDelivery>(
            await kit.Mail.ResolveAsync(post, EmailAddress.Parse("stranger@example.org"), Resolution.Accept));
        Assert.IsType<PostAnswer.NotFound>(await kit.Mail.ResolveAsync(new PostId(1), Doubtful, Resolution.Accept));
    }

    [Fact]
    public async Task A_retry_whose_node_died_between_its_two_steps_is_made_up_for_by_the_next()
    {
        await using var kit = await HeldAsync();
        var post = await kit.PublishAsync();
        await kit.UntilSentAsync(post);
        Assert.Equal(1, await kit.Database.Log.RequeueAsync(post, [OutcomeName.Uncertain], CancellationToken.None));

        var done = Assert.IsType<PostAnswer.Done>(await kit.Mail.RetryAsync(post, [OutcomeName.Uncertain]));

        Assert.Equal((PostStatus.Sending, 0), (done.Post.Status, done.Requeued));
        Assert.Equal(10, (await kit.UntilSentAsync(post)).Totals.Accepted);
    }

    [Theory]
    [InlineData(Resolution.Resend, 10, 0)]
    [InlineData(Resolution.Skip, 9, 1)]
    public async Task So_is_a_decision_whose_node_died_between_its_two_steps(Resolution resolution, int accepted, int skipped)
    {
        await using var kit = await HeldAsync();
        var post = await kit.PublishAsync();
        await kit.UntilSentAsync(post);
        Assert.Equal(
            ResolutionAnswer.Resolved, await kit.Database.Doubts.ResolveAsync(post, Doubtful, resolution, CancellationToken.None));

        await kit.Mail.ResolveAsync(post, Doubtful, resolution);

        var sent = await kit.UntilSentAsync(post);
        Assert.Equal((accepted, skipped, 0, true), (sent.Totals.Accepted, sent.Totals.Skipped, sent.Totals.Uncertain, sent.Totals.Balanced));
    }

    private static async Task<EngineKit> HeldAsync()
    {
        var kit = await EngineKit.StartAsync(onUncertain: OnUncertain.Hold);
        var doubts = 0;
        kit.Relay.Answer = (email, _) => Task.FromResult(
            email == Doubtful.ToString() && Interlocked.Increment(ref doubts) == 1
                ? new SendResult.Uncertain("reset after the dot")
                : ScriptedRelay.Accepted);
        await kit.AddReadersAsync(10);
        return kit;
    }
}
