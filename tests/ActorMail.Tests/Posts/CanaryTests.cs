using ActorMail.Posts;

namespace ActorMail.Tests.Posts;

public class CanaryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Canary Canary = new(100, TimeSpan.FromMinutes(10));

    private static readonly Post Draft = new()
    {
        Id = new PostId(1), List = "default", Content = new PostContent("s", "m"), Status = PostStatus.Draft, CreatedAt = Now, Canary = Canary,
    };

    [Fact]
    public void Publishing_releases_the_first_readers_only()
    {
        Assert.Equal(100, Changed(Draft, new PostCommand.Publish(), Now).Released);
        Assert.Null(Changed(Draft with { Canary = null }, new PostCommand.Publish(), Now).Released);
    }

    [Fact]
    public void It_is_judged_only_when_it_was_watched_long_enough()
    {
        var watched = Watched();
        Assert.Equal(Now.AddMinutes(10), watched.WatchedUntil);
        Assert.IsType<PostDecision.Nothing>(watched.Decide(new PostCommand.Watch(), Now.AddMinutes(1)));
        Assert.IsType<PostDecision.Nothing>(watched.Decide(Judge(100, 0, 0), Now.AddMinutes(9)));
        Assert.IsType<PostDecision.Change>(watched.Decide(Judge(100, 0, 0), Now.AddMinutes(10)));
    }

    [Theory]
    [InlineData(100, 0, 0, "Sending", null)]
    [InlineData(75, 20, 5, "Sending", null)]
    [InlineData(74, 21, 5, "Sending", 200L)]
    [InlineData(74, 20, 6, "Paused", null)]
    [InlineData(0, 100, 0, "Sending", 200L)]
    [InlineData(0, 0, 0, "Sending", null)]
    public void The_rest_goes_on_slows_down_or_halts(int accepted, int deferred, int rejected, string status, long? released)
    {
        var judged = Changed(Watched(), Judge(accepted, deferred, rejected), Now.AddMinutes(10));
        Assert.Equal((status, released), (judged.Status.ToString(), judged.Released));
        Assert.Null(judged.WatchedUntil);
        Assert.Equal(status == "Paused", judged.PausedBecause is not null);
    }

    [Fact]
    public void Who_resumes_a_halted_post_writes_to_the_rest()
    {
        var halted = Changed(Watched(), Judge(0, 0, 100), Now.AddMinutes(10));
        Assert.Contains("100 of 100", halted.PausedBecause);
        var resumed = Changed(halted, new PostCommand.Resume(), Now.AddMinutes(11));
        Assert.Equal((PostStatus.Sending, null), (resumed.Status, resumed.Released));
    }

    private static Post Watched() => Changed(Changed(Draft, new PostCommand.Publish(), Now), new PostCommand.Watch(), Now);

    private static PostCommand.JudgeCanary Judge(int accepted, int deferred, int rejected) =>
        new(new PostTotals(1000, true, accepted, deferred, rejected, 0, 0, 0));

    private static Post Changed(Post post, PostCommand command, DateTimeOffset now) =>
        Assert.IsType<PostDecision.Change>(post.Decide(command, now)).Next;
}
