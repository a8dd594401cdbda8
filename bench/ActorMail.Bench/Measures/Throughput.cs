using System.Globalization;
using ActorMail.Bench.Peers;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>
/// How fast the same letters go to the same sink over as many connections, by ActorMail and by what people use otherwise, one after the
/// other. Only ActorMail keeps books.
/// </summary>
internal static class Throughput
{
    /// <summary>What a relay is given where nobody says otherwise.</summary>
    public const int Connections = 8;

    private static readonly Peer[] Ours = [OurNode.OnSqlite, OurNode.OnPostgres, OurNode.Signing];

    /// <summary>Each size without a delay, and few readers with a sink that answers so much later.</summary>
    private static readonly (int Readers, int Delay)[] Far = [(4_000, 5), (1_000, 50)];

    public static async Task<Measured> MeasureAsync(IReadOnlyList<int> sizes, int connections, CancellationToken cancel)
    {
        var (markdown, letter) = await SampleLetter.MakeAsync(cancel);
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, letter, cancel);
        Peer[] peers =
        [
            Contestants.MailKitLoop, Contestants.Hangfire, await Contestants.NodemailerAsync(cancel), Contestants.PhpMailer, Contestants.SmtpSource,
        ];
        List<Row> rows = [];
        var figures = new List<Figure> { new("size of a letter", letter.Length / 1024.0, "KiB") };
        try
        {
            foreach (var readers in sizes)
            {
                foreach (var peer in Ours.Concat(peers)) await AddAsync(rows, peer, readers, delay: 0, connections, markdown, file, cancel);
                figures.AddRange(await EngineAsync(readers, connections, markdown, cancel));
            }

            foreach (var (readers, delay) in Far)
                foreach (var peer in Ours.Take(1).Concat(peers.SkipLast(1))) await AddAsync(rows, peer, readers, delay, connections, markdown, file, cancel);
        }
        finally
        {
            File.Delete(file);
        }

        figures.AddRange(ThroughputGoals.Of(rows, sizes[^1], SignatureRate.Measure()));
        var name = connections == Connections ? "throughput" : $"throughput-{connections}-connections";
        return new Measured(name, $"The same personalised letter over {connections} connections, by ActorMail and by others", figures)
        {
            Rows = rows,
        };
    }

    private static async Task AddAsync(
        List<Row> rows, Peer peer, int readers, int delay, int connections, string markdown, string letter, CancellationToken cancel)
    {
        if (peer.Missing is { } missing)
        {
            Console.Error.WriteLine($"{peer.Name} is left out: {missing}");
            return;
        }

        readers = Math.Min(readers, peer.MostReaders);
        await using var far = delay > 0 ? new DelayedSink(TimeSpan.FromMilliseconds(delay), pipelining: true) : null;
        await using var near = far is null ? await Sink.StartAsync(cancel) : null;
        var run = await peer.RunAsync(new PeerTask(far?.Port ?? near!.Port, readers, connections, markdown, letter), cancel);
        if (far is not null && far.Taken != readers) throw new InvalidOperationException($"{peer.Name}: {far.Taken} letters of {readers} came.");
        var row = new Row(readers, delay, peer.Name, readers / run.Seconds, run.CpuSeconds / readers * 1e6, run.AllocatedBytes / 1024.0 / readers, run.PeakMiB);
        rows.Add(row);
        Console.Error.WriteLine(row);
    }

    /// <summary>What a letter costs the engine itself once it is warm: a process that serves no HTTP and no other post.</summary>
    private static async Task<IReadOnlyList<Figure>> EngineAsync(int readers, int connections, string markdown, CancellationToken cancel)
    {
        await using var sink = await Sink.StartAsync(cancel);
        var cost = await EngineCost.MeasureAsync(sink.Port, connections, Math.Min(readers, 20_000), markdown, cancel);
        var name = string.Create(CultureInfo.InvariantCulture, $"{readers:N0} readers: ActorMail's engine, warm");
        return
        [
            new Figure($"{name}, CPU a letter", cost.CpuMicroseconds, "µs", Bound.Under(250)),
            new Figure($"{name}, allocated a letter", cost.AllocatedBytes / 1024, "KiB", Bound.Under(8)),
        ];
    }
}
