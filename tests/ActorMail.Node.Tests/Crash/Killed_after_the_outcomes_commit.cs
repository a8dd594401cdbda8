using ActorMail.CrashRig.Runs;

namespace ActorMail.Node.Tests.Crash;

/// <summary>SIGKILL at a point inside the node, reached through ACTORMAIL_FAILPOINT.</summary>
public sealed class Killed_after_the_outcomes_commit
{
    [Fact]
    public async Task Nobody_is_lost_and_only_doubt_is_repeated() =>
        await Crash.KeepsItsPromisesAsync(Crash.Short with { Strikes = [new Strike.KillInside("after-outcome-commit", 6)] });
}
