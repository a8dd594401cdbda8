using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Readers;
using ActorMail.Bench.Results;
using ActorMail.DevInbox;

namespace ActorMail.Bench.Measures;

/// <summary>
/// What unknown addresses cost: the same post to a relay that takes everybody and to one that refuses one reader in a hundred, in
/// turns; the relay counts its connections.
/// </summary>
internal static class RejectedCost
{
    private const int Turns = 5;
    private const int OneIn = 100;
    private const int Connections = 8;

    public static async Task<Measured> MeasureAsync(int readers, CancellationToken cancel)
    {
        var (markdown, _) = await SampleLetter.MakeAsync(cancel);
        List<Run> none = [], some = [];
        for (var turn = 0; turn < Turns; turn++)
        {
            none.Add(await RunAsync(readers, refusing: false, markdown, cancel));
            some.Add(await RunAsync(readers, refusing: true, markdown, cancel));
        }

        return new Measured("rejected", $"{readers:N0} readers to a DevInbox over {Connections} connections, {Turns} turns",
        [
            new Figure("nobody refused", Median(none.Select(run => run.Rate)), "readers/s"),
            new Figure("1 in 100 refused", Median(some.Select(run => run.Rate)), "readers/s"),
            new Figure("1 in 100 refused to nobody", Median(some.Zip(none, (one, other) => one.Rate / other.Rate)), "x, median of the turns", Bound.Over(0.95)),
            new Figure("refused", some.Average(run => run.Rejected), "readers"),
            new Figure("connections, nobody refused", none.Max(run => run.Connections), "at most"),
            new Figure("connections, 1 in 100 refused", some.Max(run => run.Connections), "at most",
                Bound.Under(none.Max(run => run.Connections) + Connections)),
        ]);
    }

    private static async Task<Run> RunAsync(int readers, bool refusing, string markdown, CancellationToken cancel)
    {
        var folder = BenchNode.NewFolder();
        var file = folder + ".csv";
        await using var relay = await DevInboxServer.StartAsync(new DevInboxOptions(), cancel);
        if (refusing)
        {
            relay.Faults.Add(new InboxFault
            {
                Phase = InboxPhase.Rcpt,
                When = moment => NumberOf(moment.Recipient!) % OneIn == 0,
                Action = new FaultAction.Reply(550, "5.1.1 no such user"),
            });
        }

        try
        {
            await ReaderCsv.WriteAsync(file, readers);
            await using var node = await BenchNode.StartAsync(folder, relay.Port, cancel);
            await node.ImportAsync(file, "all", cancel);
            var since = Stopwatch.GetTimestamp();
            TimeSpan? took = null;
            var post = await node.PublishAsync("all", SampleLetter.Subject, markdown, cancel);
            var last = await node.FinishAsync(post, seen =>
            {
                if (Total(seen, "accepted") + Total(seen, "rejected") == readers) took ??= Stopwatch.GetElapsedTime(since);
            }, cancel);
            var rejected = Total(last, "rejected");
            if (Total(last, "accepted") + rejected != readers || rejected != (refusing ? readers / OneIn : 0)
                || relay.Received != readers - rejected)
                throw new InvalidOperationException($"The books of {readers} readers: {last}");
            return new Run(readers / took!.Value.TotalSeconds, rejected, relay.Connections);
        }
        finally
        {
            File.Delete(file);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Made-up addresses end with their number.</summary>
    private static int NumberOf(string address)
    {
        var local = address[..address.IndexOf('@')];
        return int.Parse(local[(local.LastIndexOf('.') + 1)..], CultureInfo.InvariantCulture);
    }

    private static long Total(JsonElement post, string name) => post.GetProperty("totals").GetProperty(name).GetInt64();

    private static double Median(IEnumerable<double> figures) => figures.Order().ElementAt(Turns / 2);

    private sealed record Run(double Rate, long Rejected, long Connections);
}
