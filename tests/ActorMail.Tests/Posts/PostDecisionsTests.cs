using ActorMail.Posts;
using static ActorMail.Posts.PostStatus;

namespace ActorMail.Tests.Posts;

public class PostDecisionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<PostStatus, string, string> Arrows => new()
    {
        { Draft, "publish", "Sending" },
        { Draft, "trigger", "Sending" },
        { Draft, "pause", "refused" },
        { Draft, "resume", "refused" },
        { Draft, "cancel", "Cancelled" },
        { Draft, "retry", "refused" },
        { Draft, "amend", "Draft" },
        { Scheduled, "publish", "Sending" },
        { Scheduled, "trigger", "nothing" },
        { Scheduled, "begin", "Sending" },
        { Scheduled, "pause", "refused" },
        { Scheduled, "cancel", "Cancelled" },
        { Scheduled, "amend", "Scheduled" },
        { Sending, "publish", "nothing" },
        { Sending, "trigger", "nothing" },
        { Sending, "begin", "nothing" },
        { Sending, "pause", "Paused" },
        { Sending, "resume", "nothing" },
        { Sending, "cancel", "Cancelled" },
        { Sending, "retry", "nothing" },
        { Sending, "amend", "refused" },
        { Sending, "finish", "Sent" },
        { Paused, "publish", "refused" },
        { Paused, "trigger", "nothing" },
        { Paused, "pause", "nothing" },
        { Paused, "resume", "Sending" },
        { Paused, "cancel", "Cancelled" },
        { Paused, "retry", "nothing" },
        { Paused, "amend", "Paused" },
        { Paused, "finish", "nothing" },
        { Sent, "publish", "refused" },
        { Sent, "trigger", "nothing" },
        { Sent, "pause", "refused" },
        { Sent, "resume", "refused" },
        { Sent, "cancel", "refused" },
        { Sent, "retry", "Sending" },
        { Sent, "amend", "refused" },
        { Sent, "finish", "Sent" },
        { Cancelled, "publish", "refused" },
        { Cancelled, "trigger", "nothing" },
        { Cancelled, "pause", "refused" },
        { Cancelled, "resume", "refused" },
        { Cancelled, "cancel", "nothing" },
        { Cancelled, "retry", "refused" },
        { Cancelled, "amend", "refused" },
        { Cancelled, "finish", "Cancelled" },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Each_status_answers_each_command(PostStatus status, string command, string expected)
    {
        var answer = APost(status).Decide(Command(command), Now) switch
        {
            PostDecision.Change change => change.Next.Status.ToString(),
            PostDecision.Nothing => "nothing",
            _ => "refused",
        };
        Assert.Equal(expected, answer);
    }

    [Fact]
    public void A_change_raises_the_version_by_one()
    {
        var change = Assert.IsType<PostDecision.Change>(APost(Sending).Decide(new PostCommand.Pause(), Now));
        Assert.Equal(8, change.Next.Version);
    }

    [Fact]
    public void A_refusal_names_the_status()
    {
        var refuse = Assert.IsType<PostDecision.Refuse>(APost(Sent).Decide(new PostCommand.Resume(), Now));
        Assert.Contains("sent", refuse.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scheduled_post_does_not_begin_before_its_time()
    {
        var early = APost(Scheduled) with { PublishAt = Now.AddSeconds(1) };
        Assert.IsType<PostDecision.Nothing>(early.Decide(new PostCommand.Begin(), Now));
    }

    [Fact]
    public void A_draft_with_a_time_becomes_scheduled()
    {
        var draft = APost(Draft) with { PublishAt = Now.AddHours(1) };
        var change = Assert.IsType<PostDecision.Change>(draft.Decide(new PostCommand.Publish(), Now));
        Assert.Equal((Scheduled, null), (change.Next.Status, change.Next.PublishedAt));
    }

    [Fact]
    public void Beginning_notes_when()
    {
        var change = Assert.IsType<PostDecision.Change>(APost(Scheduled).Decide(new PostCommand.Begin(), Now));
        Assert.Equal(Now, change.Next.PublishedAt);
    }

    [Fact]
    public void Pausing_for_a_reason_keeps_it_until_resumed()
    {
        var paused = Assert.IsType<PostDecision.Change>(APost(Sending).Decide(new PostCommand.Pause("sender refused"), Now)).Next;
        Assert.Equal("sender refused", paused.PausedBecause);
        var resumed = Assert.IsType<PostDecision.Change>(paused.Decide(new PostCommand.Resume(), Now)).Next;
        Assert.Null(resumed.PausedBecause);
    }

    [Fact]
    public void An_amendment_raises_the_revision_and_one_that_changes_nothing_does_not()
    {
        var post = APost(Paused);
        var change = Assert.IsType<PostDecision.Change>(post.Decide(new PostCommand.Amend(new PostContent("new", "text"), null), Now));
        Assert.Equal(post.Revision + 1, change.Next.Revision);
        Assert.IsType<PostDecision.Nothing>(post.Decide(new PostCommand.Amend(post.Content, null), Now));
    }

    [Fact]
    public void The_time_of_a_post_that_has_begun_cannot_be_changed() =>
        Assert.IsType<PostDecision.Refuse>(APost(Paused).Decide(new PostCommand.Amend(new PostContent("s", "m"), Now.AddDays(1)), Now));

    [Fact]
    public void Retrying_a_sent_post_opens_its_books_again()
    {
        var sent = APost(Sent) with { FinishedAt = Now, Totals = PostTotals.None };
        var change = Assert.IsType<PostDecision.Change>(sent.Decide(new PostCommand.Retry(), Now));
        Assert.Equal((null, null), (change.Next.FinishedAt, change.Next.Totals));
    }

    [Fact]
    public void Closing_the_books_again_with_the_same_figures_changes_nothing()
    {
        var sent = APost(Sent) with { FinishedAt = Now, Totals = PostTotals.None };
        Assert.IsType<PostDecision.Nothing>(sent.Decide(new PostCommand.Finish(PostTotals.None), Now.AddHours(1)));
        var change = Assert.IsType<PostDecision.Change>(sent.Decide(new PostCommand.Finish(PostTotals.None with { Accepted = 1 }), Now.AddHours(1)));
        Assert.Equal((Now, 1L), (change.Next.FinishedAt, change.Next.Totals!.Accepted));
    }

    private static PostCommand Command(string name) => name switch
    {
        "publish" => new PostCommand.Publish(),
        "trigger" => new PostCommand.Trigger(),
        "begin" => new PostCommand.Begin(),
        "pause" => new PostCommand.Pause(),
        "resume" => new PostCommand.Resume(),
        "cancel" => new PostCommand.Cancel(),
        "retry" => new PostCommand.Retry(),
        "amend" => new PostCommand.Amend(new PostContent("another subject", "another body"), null),
        "finish" => new PostCommand.Finish(PostTotals.None),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static Post APost(PostStatus status) => new()
    {
        Id = new PostId(1),
        List = "default",
        Content = new PostContent("subject", "body"),
        Status = status,
        Version = 7,
        CreatedAt = Now.AddHours(-1),
        PublishAt = status == Scheduled ? Now : null,
    };
}
