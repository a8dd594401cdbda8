using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Testing;

namespace ActorMail.Tests.Engine;

public class CanaryRunTests
{
    private static readonly Canary Quick = new(10, TimeSpan.FromMilliseconds(300));

    [Fact]
    public async Task The_first_readers_are_watched_before_the_rest_is_written_to()
    {
        await using var kit = await EngineKit.StartAsync(sliceSize: 7);
        await kit.AddReadersAsync(40);
        var post = await PublishAsync(kit);
        var watched = await kit.UntilAsync(post, view => view.Post.WatchedUntil is not null, "watched");
        Assert.Equal((10, 10), (watched.Totals.Accepted, kit.Relay.Began.Count));
        Assert.Equal(40, (await kit.UntilSentAsync(post)).Totals.Accepted);
    }

    [Fact]
    public async Task Too_many_refusals_halt_it_and_who_resumes_it_writes_to_the_rest()
    {
        var relay = new ScriptedRelay
        {
            Answer = (_, _) => Task.FromResult(ReplyTable.Decide(SmtpPhase.Rcpt, SmtpReply.Parse(550, "5.7.1 not for us"))),
        };
        await using var kit = await EngineKit.StartAsync(relay: relay);
        await kit.AddReadersAsync(40);
        var post = await PublishAsync(kit);
        var halted = await kit.UntilAsync(post, view => view.Post.Status == PostStatus.Paused, "paused");
        Assert.Contains("10 of 10 were refused", halted.Post.PausedBecause);
        Assert.Equal(10, relay.Began.Count);

        relay.Answer = (_, _) => Task.FromResult(ScriptedRelay.Accepted);
        await kit.Mail.ResumeAsync(post);
        Assert.Equal(30, (await kit.UntilSentAsync(post)).Totals.Accepted);
    }

    private static async Task<PostId> PublishAsync(EngineKit kit) => Assert.IsType<PostAnswer.Stored>(
        await kit.Mail.PublishAsync(new NewPost { Subject = "a subject", Markdown = "words", Canary = Quick })).Post.Id;
}
