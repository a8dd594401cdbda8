using ActorMail.CrashRig.Links;

namespace ActorMail.Node.Tests.Crash;

/// <summary>A broken link in a running node: at byte n, either way.</summary>
public sealed class The_link_is_half_closed
{
    [Fact]
    public async Task Nobody_is_lost_and_only_doubt_is_repeated() =>
        await Crash.KeepsItsPromisesAsync(Crash.Short with
        {
            Link = [new(LinkAct.HalfClose, Way.ToReceiver, 2000), new(LinkAct.HalfClose, Way.ToNode, 300)],
        });
}
