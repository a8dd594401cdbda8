using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Readers;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>
/// How fast letters go to smtp-sink, beside a plain MailKit loop that sends the same bytes and records nothing.
/// </summary>
internal static class Throughput
{
    public static async Task<Measured> MeasureAsync(IReadOnlyList<int> sizes, CancellationToken cancel)
    {
        var (markdown, letter) = await SampleLetter.MakeAsync(cancel);
        var body = Path.GetTempFileName();
        await File.WriteAllBytesAsync(body, letter, cancel);
        var figures = new List<Figure> { new("size of a letter", letter.Length / 1024.0, "KiB") };
        var peaks = new List<double>();
        try
        {
            foreach (var readers in sizes)
            {
                var (rate, peak) = await NodeAsync(readers, markdown, cancel);
                var peer = await PeerAsync(readers, body, cancel);
                peaks.Add(peak);
                figures.Add(new Figure(
                    $"{readers:N0} readers: node", rate, "mails/s", readers >= 10_000 ? Bound.Over(1000) : null));
                figures.Add(new Figure($"{readers:N0} readers: plain MailKit loop", peer, "mails/s"));
                figures.Add(new Figure($"{readers:N0} readers: node to loop", rate / peer, "x"));
                figures.Add(
                    new Figure($"{readers:N0} readers: peak memory of the node", peak, "MiB", Bound.Under(250)));
            }
        }
        finally
        {
            File.Delete(body);
        }

        if (peaks.Count > 1) figures.Add(new Figure("peak memory, most readers to fewest", peaks[^1] / peaks[0], "x"));
        return new Measured("throughput", "Personalised letters to smtp-sink over 8 connections", figures);
    }

    private static async Task<(double Rate, double Peak)> NodeAsync(
        int readers, string markdown, CancellationToken cancel)
    {
        var folder = BenchNode.NewFolder();
        var file = folder + ".csv";
        await using var sink = await Sink.StartAsync(cancel);
        try
        {
            await ReaderCsv.WriteAsync(file, readers);
            await using var node = await BenchNode.StartAsync(folder, sink.Port, cancel);
            await node.ImportAsync(file, "all", cancel);

            var since = Stopwatch.GetTimestamp();
            TimeSpan? took = null;
            var peak = 0.0;
            var post = await node.PublishAsync("all", SampleLetter.Subject, markdown, cancel);
            var last = await node.FinishAsync(post, seen =>
            {
                peak = Math.Max(peak, node.Memory());
                if (Total(seen, "accepted") == readers) took ??= Stopwatch.GetElapsedTime(since);
            }, cancel);
            if (Total(last, "accepted") != readers || Total(last, "audience") != readers)
                throw new InvalidOperationException($"The books of {readers} readers: {last}");
            return (readers / took!.Value.TotalSeconds, peak);
        }
        finally
        {
            File.Delete(file);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Total(JsonElement post, string name) => post.GetProperty("totals").GetProperty(name).GetInt64();

    /// <summary>The loop runs in a process of its own, as cold as the node.</summary>
    private static async Task<double> PeerAsync(int readers, string body, CancellationToken cancel)
    {
        await using var sink = await Sink.StartAsync(cancel);
        string[] arguments =
        [
            typeof(Throughput).Assembly.Location, "peer", sink.Port.ToString(CultureInfo.InvariantCulture),
            readers.ToString(CultureInfo.InvariantCulture), body,
        ];
        using var loop = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var seconds = await loop.StandardOutput.ReadToEndAsync(cancel);
        await loop.WaitForExitAsync(cancel);
        return readers / double.Parse(seconds, CultureInfo.InvariantCulture);
    }
}
