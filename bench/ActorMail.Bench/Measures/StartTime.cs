using ActorMail.Bench.Processes;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>How long a node takes from its process's start until it is ready.</summary>
internal static class StartTime
{
    private const int Times = 5;

    public static async Task<Measured> MeasureAsync(CancellationToken cancel)
    {
        var fresh = new List<double>();
        var again = new List<double>();
        for (var time = 0; time < Times; time++)
        {
            var folder = BenchNode.NewFolder();
            fresh.Add(await OnceAsync(folder, cancel));
            again.Add(await OnceAsync(folder, cancel));
            Directory.Delete(folder, recursive: true);
        }

        return new Measured("start", "From process start to ready",
        [
            new Figure("median, no data yet", Percentiles.Median(fresh), "ms", Bound.Under(2000)),
            new Figure("slowest, no data yet", fresh.Max(), "ms"),
            new Figure("median, existing data", Percentiles.Median(again), "ms", Bound.Under(2000)),
            new Figure("slowest, existing data", again.Max(), "ms"),
        ]);
    }

    private static async Task<double> OnceAsync(string folder, CancellationToken cancel)
    {
        await using var node = await BenchNode.StartAsync(folder, relayPort: null, cancel);
        return node.StartedIn.TotalMilliseconds;
    }
}
