using ActorMail.CrashRig.Clusters;
using ActorMail.CrashRig.Runs;

namespace ActorMail.CrashRig.Summaries;

/// <summary>Many seeded runs, one after the other, until enough cycles are done or the time is up.</summary>
internal sealed class LongRun(RigArguments arguments, TimeProvider time, TextWriter to)
{
    private const int KillsOfARun = 10;

    /// <summary>The program's exit code: 0 when no promise was broken.</summary>
    public async Task<int> RunAsync()
    {
        var began = time.GetUtcNow();
        var file = Path.Combine(arguments.Results ?? Path.Combine(SourceTree.Root, "bench", "results"), $"{arguments.Name}-seed-{arguments.Seed}.md");
        var summary = new Summary(file, arguments, began);
        for (var seed = arguments.Seed; summary.Cycles < arguments.Cycles; seed++)
        {
            if (time.GetUtcNow() - began >= arguments.Within) break;
            var kills = Math.Min(KillsOfARun, arguments.Cycles - summary.Cycles);
            var run = arguments.Nodes > 1
                ? await ClusterCrashRun.RunAsync(ClusterCrashPlan.FromSeed(seed, kills, arguments.Nodes), KeptOf(seed))
                : await CrashRun.RunAsync(CrashPlan.FromSeed(seed, kills));
            summary.Add(run, time.GetUtcNow());
            await to.WriteLineAsync($"{summary.Cycles,5} {run}");
        }

        await to.WriteLineAsync($"\n{summary.Totals()}\nKept in {file}");
        return summary.Unsound == 0 ? 0 : 1;
    }

    private static string KeptOf(int seed) => Path.Combine(SourceTree.Root, "artifacts", "crash", $"seed-{seed}");
}
