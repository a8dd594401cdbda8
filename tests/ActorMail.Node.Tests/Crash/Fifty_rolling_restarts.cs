using ActorMail.CrashRig.Runs;

namespace ActorMail.Node.Tests.Crash;

/// <summary>SIGTERM in the middle of a run, fifty times in a row.</summary>
public sealed class Fifty_rolling_restarts
{
    private const int Restarts = 50;

    [Fact]
    public async Task Nobody_gets_a_copy_nothing_is_in_doubt_and_every_exit_code_is_0()
    {
        var run = await Crash.KeepsItsPromisesAsync(new CrashPlan
        {
            Readers = 400,
            Connections = 2,
            // At most 2,000 of the 2,400 moments a run of 400 readers has.
            Strikes = [.. Enumerable.Range(1, Restarts).Select(n => new Strike.TerminateAfter(1 + (n * 7) % 40))],
        });
        Assert.Equal((400, 0, 0), (run.Messages, run.Uncertain, run.Copies));
    }
}
