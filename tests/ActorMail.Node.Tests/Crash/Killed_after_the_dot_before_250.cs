using ActorMail.Rig.Receiver;
using ActorMail.CrashRig.Runs;

namespace ActorMail.Node.Tests.Crash;

/// <summary>SIGKILL at a moment the receiver sees.</summary>
public sealed class Killed_after_the_dot_before_250
{
    [Theory]
    [InlineData("resend")]
    [InlineData("hold")]
    public async Task Nobody_is_lost_and_only_doubt_is_repeated(string onUncertain) =>
        await Crash.KeepsItsPromisesAsync(Crash.Short with
        {
            OnUncertain = onUncertain,
            Strikes = [new Strike.KillAt(Moment.AfterDot, 10)],
        });
}
