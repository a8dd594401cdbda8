using ActorMail.CrashRig.Links;

namespace ActorMail.Node.Tests.Crash;

/// <summary>A broken link in a running node: at byte n, either way.</summary>
public sealed class The_link_stalls_and_is_cut
{
    [Fact]
    public async Task Nobody_is_lost_and_only_doubt_is_repeated() =>
        await Crash.KeepsItsPromisesAsync(Crash.Short with
        {
            Link = [new(LinkAct.Stall, Way.ToReceiver, 1500), new(LinkAct.Stall, Way.ToNode, 250)],
        });
}
