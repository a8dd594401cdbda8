using ActorMail.CrashRig.Links;

namespace ActorMail.Node.Tests.Crash;

/// <summary>A broken link in a running node: at byte n, either way.</summary>
public sealed class The_link_is_reset
{
    [Fact]
    public async Task Nobody_is_lost_and_only_doubt_is_repeated() =>
        await Crash.KeepsItsPromisesAsync(Crash.Short with
        {
            Link = [new(LinkAct.Reset, Way.ToReceiver, 1200), new(LinkAct.Reset, Way.ToNode, 270)],
        });
}
