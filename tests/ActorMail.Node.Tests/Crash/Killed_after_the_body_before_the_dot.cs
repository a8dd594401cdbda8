using ActorMail.Rig.Receiver;
using ActorMail.CrashRig.Runs;

namespace ActorMail.Node.Tests.Crash;

/// <summary>SIGKILL at a moment the receiver sees.</summary>
public sealed class Killed_after_the_body_before_the_dot
{
    [Fact]
    public async Task Nobody_is_lost_and_only_doubt_is_repeated() =>
        await Crash.KeepsItsPromisesAsync(Crash.Short with { Strikes = [new Strike.KillAt(Moment.BeforeDot, 13)] });
}
