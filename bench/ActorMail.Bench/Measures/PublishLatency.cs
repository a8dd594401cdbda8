using System.Diagnostics;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Readers;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>
/// How long an author waits for the answer (promise P1): idle, and in the middle of a run to a hundred thousand
/// readers.
/// </summary>
internal static class PublishLatency
{
    private const int Warm = 60;
    private const int Few = 10;
    private const int Many = 100_000;
    private const int Publishes = 300;
    private const int PublishesToMany = 60;

    public static async Task<Measured> MeasureAsync(CancellationToken cancel)
    {
        var folder = BenchNode.NewFolder();
        await using var sink = await Sink.StartAsync(cancel);
        try
        {
            await using var node = await BenchNode.StartAsync(folder, sink.Port, cancel);
            await ImportAsync(node, folder, "few", Few, cancel);
            await TimesAsync(node, "few", Warm, Idle, cancel);
            var idle = await TimesAsync(node, "few", Publishes, Idle, cancel);

            await ImportAsync(node, folder, "many", Many, cancel);
            var run = await node.PublishAsync("many", "The run", "Hello {{ subscriber.name }}", cancel);
            await node.FinishedAShareAsync(run, Many / 50, cancel);
            var busy = await TimesAsync(node, "few", Publishes, Nothing, cancel);
            var toMany = await TimesAsync(node, "many", PublishesToMany, Nothing, cancel);
            var stillRunning = (await node.ReadAsync(run, cancel)).GetProperty("status").GetString() == "sending";
            if (!stillRunning) throw new InvalidOperationException("The run was over before the last publish.");
            return Figures(idle, busy, toMany);

            Task Idle(string post, CancellationToken token) => node.FinishAsync(post, null, token);

            Task Nothing(string post, CancellationToken token) => Task.CompletedTask;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Measured Figures(List<double> idle, List<double> busy, List<double> toMany) => new(
        "latency", $"A publish over HTTP: {Few} readers and nothing going on, then in a run to {Many:N0}",
        [
            new Figure("idle: median", Percentiles.Median(idle), "ms", Bound.Under(5)),
            new Figure("idle: p99", Percentiles.At(idle, 0.99), "ms", Bound.Under(25)),
            new Figure("in the run: median", Percentiles.Median(busy), "ms", Bound.Under(5)),
            new Figure("in the run: p99", Percentiles.At(busy, 0.99), "ms", Bound.Under(25)),
            new Figure(
                "in the run to idle: medians", Percentiles.Median(busy) / Percentiles.Median(idle), "x", Bound.Under(
                    1.3)),
            new Figure(
                $"in the run, to the {Many:N0} themselves: median", Percentiles.Median(toMany), "ms", Bound.Under(5)),
            new Figure(
                $"in the run, to the {Many:N0} themselves: p99", Percentiles.At(toMany, 0.99), "ms", Bound.Under(25)),
        ]);

    /// <summary>Publishes one post after the other; what follows each is not counted.</summary>
    private static async Task<List<double>> TimesAsync(
        BenchNode node, string list, int times, Func<string, CancellationToken, Task> afterEach,
        CancellationToken cancel)
    {
        var taken = new List<double>(times);
        for (var time = 0; time < times; time++)
        {
            var since = Stopwatch.GetTimestamp();
            var post = await node.PublishAsync(list, "Short news", "Hello {{ subscriber.name }}", cancel);
            taken.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            await afterEach(post, cancel);
        }

        return taken;
    }

    private static async Task ImportAsync(
        BenchNode node, string folder, string list, int readers, CancellationToken cancel)
    {
        var file = $"{folder}-{list}.csv";
        await ReaderCsv.WriteAsync(file, readers);
        await node.ImportAsync(file, list, cancel);
        File.Delete(file);
    }

    /// <summary>Waits until so many of a post's readers were reached.</summary>
    private static async Task FinishedAShareAsync(
        this BenchNode node, string post, int readers, CancellationToken cancel)
    {
        while ((await node.ReadAsync(post, cancel)).GetProperty("totals").GetProperty("accepted").GetInt64() < readers)
            await Task.Delay(50, cancel);
    }
}
