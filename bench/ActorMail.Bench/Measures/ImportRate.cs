using System.Diagnostics;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Readers;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>How fast readers come in from one CSV file over HTTP.</summary>
internal static class ImportRate
{
    private const int Readers = 100_000;

    public static async Task<Measured> MeasureAsync(CancellationToken cancel)
    {
        var folder = BenchNode.NewFolder();
        var file = folder + ".csv";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await ReaderCsv.WriteAsync(file, Readers);
        try
        {
            await using var node = await BenchNode.StartAsync(folder, relayPort: null, cancel);
            var first = await OnceAsync(node, file, cancel);
            var again = await OnceAsync(node, file, cancel);
            return new Measured("import", $"Import of {Readers:N0} readers from one CSV file over HTTP",
            [
                new Figure("new readers", first, "rows/s", Bound.Over(20_000)),
                new Figure("the same file again", again, "rows/s"),
                new Figure("peak memory of the node", node.Usage().PeakMiB, "MiB", Bound.Under(250)),
            ]);
        }
        finally
        {
            File.Delete(file);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> OnceAsync(BenchNode node, string file, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        await node.ImportAsync(file, "import", cancel);
        return Readers / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
