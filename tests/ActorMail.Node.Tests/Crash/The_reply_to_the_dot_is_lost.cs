using ActorMail.CrashRig.Links;

namespace ActorMail.Node.Tests.Crash;

/// <summary>
/// The one moment no sender can see through: the receiver has the message and its answer never comes.
/// </summary>
public sealed class The_reply_to_the_dot_is_lost
{
    [Fact]
    public async Task The_reader_gets_one_copy_and_the_explanation_says_why()
    {
        var run = await Crash.KeepsItsPromisesAsync(Crash.Short with { Link = [new(LinkAct.Cut, Way.ToNode, 0, AfterDot: 3)] });
        Assert.Equal((1, 1), (run.Uncertain, run.Copies));
    }

    [Theory]
    [InlineData("hold")]
    [InlineData("skip")]
    public async Task Nobody_gets_a_copy_when_the_owner_wants_none(string onUncertain)
    {
        var run = await Crash.KeepsItsPromisesAsync(
            Crash.Short with { OnUncertain = onUncertain, Link = [new(LinkAct.Reset, Way.ToNode, 0, AfterDot: 2)] });
        Assert.Equal((1, 0), (run.Uncertain, run.Copies));
    }
}
