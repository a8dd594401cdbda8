using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Readers;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>One large list through one node on SQLite: imported, published and sent to smtp-sink, with authors and operators at work meanwhile.</summary>
internal static class Scale
{
    private const string Database = "actormail.db";
    private const int Few = 10;
    private const int Warm = 60;
    private const int Publishes = 300;
    private const int Looks = 40;

    /// <summary>What an operator looks at.</summary>
    private static readonly (string Name, string Path)[] Lists =
    [
        ("posts", "api/posts?limit=50"), ("readers of the list", "api/subscribers?list=many&limit=50"),
        ("deliveries of the post", "api/posts/{post}/deliveries?limit=50"), ("the post itself", "api/posts/{post}"), ("the node's page", ""),
    ];

    public static async Task<Measured> MeasureAsync(int readers, CancellationToken cancel)
    {
        var folder = BenchNode.NewFolder();
        var file = folder + ".csv";
        await using var sink = await Sink.StartAsync(cancel);
        try
        {
            var figures = await ImportAsync(folder, file, sink.Port, readers, cancel);
            var before = SizeOf(folder);
            // A node of its own, so that its memory is that of the run.
            await using (var node = await BenchNode.StartAsync(folder, sink.Port, cancel))
            {
                await PublishAsync(node, Warm, cancel);
                figures.AddRange(Publish("a publish to few, idle", await PublishAsync(node, Publishes, cancel)));
                figures.AddRange(await SendAsync(node, readers, cancel));
            }

            figures.Add(new Figure("size of the database for each delivery", (SizeOf(folder) - before) / readers, "bytes", Bound.Under(120)));
            return new Measured("scale", $"{readers.ToString("N0", CultureInfo.InvariantCulture)} readers through one node on SQLite, to smtp-sink", figures);
        }
        finally
        {
            File.Delete(file);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<Figure>> ImportAsync(string folder, string file, int relayPort, int readers, CancellationToken cancel)
    {
        await using var node = await BenchNode.StartAsync(folder, relayPort, cancel);
        await ReaderCsv.WriteAsync(file, Few);
        await node.ImportAsync(file, "few", cancel);
        await ReaderCsv.WriteAsync(file, readers);
        var since = Stopwatch.GetTimestamp();
        await node.ImportAsync(file, "many", cancel);
        var took = Stopwatch.GetElapsedTime(since).TotalSeconds;
        return
        [
            new("import", took, "s", Bound.Under(30)), new("import", readers / took, "rows/s"),
            new("size of the database for each reader", SizeOf(folder) / readers, "bytes"),
            new("peak memory of the import", node.Usage().PeakMiB, "MiB"),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> SendAsync(BenchNode node, int readers, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        var post = await node.PublishAsync("many", "The run", "Hello {{ subscriber.name }}", cancel);
        List<Figure> figures = [new("its publish", Stopwatch.GetElapsedTime(since).TotalMilliseconds, "ms", Bound.Under(25))];
        while (Accepted(await node.ReadAsync(post, cancel)) < readers / 50) await Task.Delay(50, cancel);
        var early = node.Usage().PeakMiB;
        figures.AddRange(Publish("a publish to few, in the run", await PublishAsync(node, Publishes, cancel)));
        foreach (var (name, path) in Lists)
            figures.Add(new Figure($"{name}, in the run: p99", Percentiles.At(await LookAsync(node, path.Replace("{post}", post), cancel), 0.99), "ms", Bound.Under(100)));
        if ((await node.ReadAsync(post, cancel)).GetProperty("status").GetString() != "sending")
            throw new InvalidOperationException("The run was over before the last look.");

        TimeSpan? took = null;
        var last = await node.FinishAsync(post, seen => took = took is null && Accepted(seen) == readers ? Stopwatch.GetElapsedTime(since) : took, cancel);
        if (Accepted(last) != readers) throw new InvalidOperationException($"The books of {readers} readers: {last}");
        figures.Add(new Figure("sent", readers / took!.Value.TotalSeconds, "mails/s"));
        figures.Add(new Figure("peak memory at a fiftieth of the run", early, "MiB"));
        figures.Add(new Figure("peak memory at its end", node.Usage().PeakMiB, "MiB", Bound.Under(200)));
        return figures;
    }

    private static IEnumerable<Figure> Publish(string name, List<double> times) =>
    [
        new Figure($"{name}: median", Percentiles.Median(times), "ms"),
        new Figure($"{name}: p99", Percentiles.At(times, 0.99), "ms", Bound.Under(25)),
    ];

    private static async Task<List<double>> PublishAsync(BenchNode node, int times, CancellationToken cancel)
    {
        List<double> taken = [];
        for (var time = 0; time < times; time++)
        {
            var since = Stopwatch.GetTimestamp();
            await node.PublishAsync("few", "Short news", "Hello {{ subscriber.name }}", cancel);
            taken.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return taken;
    }

    private static async Task<List<double>> LookAsync(BenchNode node, string path, CancellationToken cancel)
    {
        List<double> taken = [];
        for (var look = 0; look < Looks; look++)
        {
            var since = Stopwatch.GetTimestamp();
            using var answer = await node.Http.GetAsync(path, cancel);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(cancel);
            taken.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return taken;
    }

    private static long Accepted(JsonElement post) => post.GetProperty("totals").GetProperty("accepted").GetInt64();

    /// <summary>The file without its log, which is folded into it now and then.</summary>
    private static double SizeOf(string folder) => new FileInfo(Path.Combine(folder, Database)).Length;
}
