using ActorMail.CrashRig.Runs;

namespace ActorMail.Node.Tests.Crash;

/// <summary>Runs a plan of the crash rig and requires that every promise was kept.</summary>
internal static class Crash
{
    /// <summary>Small enough that a strike at one point costs little.</summary>
    public static readonly CrashPlan Short = new() { Readers = 60, Connections = 3, SliceSize = 25 };

    public static async Task<RunReport> KeepsItsPromisesAsync(CrashPlan plan)
    {
        var run = await CrashRun.RunAsync(plan);
        Assert.True(run.Sound, run.ToString());
        return run;
    }
}
