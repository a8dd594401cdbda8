using ActorMail.CrashRig.Runs;

namespace ActorMail.Node.Tests.Crash;

/// <summary>Thirty seeded kills; bench/ActorMail.CrashRig does as many as you like.</summary>
public sealed class Killed_at_random_again_and_again
{
    [Theory]
    [InlineData(101, "resend")]
    [InlineData(102, "hold")]
    [InlineData(103, "skip")]
    public async Task Nobody_is_lost_and_only_doubt_is_repeated(int seed, string onUncertain)
    {
        var run = await Crash.KeepsItsPromisesAsync(CrashPlan.FromSeed(seed, kills: 10) with { OnUncertain = onUncertain });
        Assert.Equal(10, run.Kills);
    }
}
