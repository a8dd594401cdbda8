using System.Diagnostics;
using System.Globalization;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Results;
using ActorMail.Testing.Postgres;

namespace ActorMail.Bench.Measures;

/// <summary>What a second and a third node are worth where the relay's answers are what a run waits for.</summary>
internal static class ClusterRate
{
    private const int Pairs = 3;
    private const int Few = 1;
    private const int Many = 3;
    private const int Connections = 8;
    private const double Goal = 2.6;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BooksWithin = TimeSpan.FromMinutes(1);

    public static async Task<Measured> MeasureAsync(int readers, CancellationToken cancel)
    {
        if (PostgresPrograms.Missing is { } missing) throw new InvalidOperationException(missing);
        await using var server = await PostgresServer.CreateAsync(new PostgresSettings(Fsync: true));
        List<double> one = [], three = [];
        // In turns, so that what else the machine does falls on both.
        for (var pair = 0; pair < Pairs; pair++)
        {
            one.Add(await RateAsync(server, Few, readers, cancel));
            three.Add(await RateAsync(server, Many, readers, cancel));
        }

        return new Measured("cluster",
            string.Create(CultureInfo.InvariantCulture,
                $"One node and three on PostgreSQL, {Connections} connections each, to a sink that answers every command after ")
            + string.Create(CultureInfo.InvariantCulture, $"{Delay.TotalMilliseconds:N0} ms: {readers:N0} readers, from publish to the last"),
            [
                new Figure($"one node, {Spread(one)}", Median(one), "mails/s"),
                new Figure($"three nodes, {Spread(three)}", Median(three), "mails/s"),
                new Figure("three to one", Median(three) / Median(one), "x", Bound.Over(Goal)),
            ]);
    }

    /// <summary>Each run has nodes, a database and a sink of its own.</summary>
    private static async Task<double> RateAsync(PostgresServer server, int nodes, int readers, CancellationToken cancel)
    {
        await using var sink = new DelayedSink(Delay);
        await using var cluster = await BenchCluster.StartAsync(server, nodes, Connections, sink.Port, cancel);
        await cluster.Api.ImportReadersAsync(readers);
        var since = Stopwatch.GetTimestamp();
        var post = await cluster.Api.PublishAsync();
        while (sink.Taken < readers) await Task.Delay(10, cancel);
        var rate = readers / Stopwatch.GetElapsedTime(since).TotalSeconds;
        var books = (await cluster.Api.FinishedAsync(post, BooksWithin)).Totals;
        if (books.Accepted != readers || sink.Taken != readers)
            throw new InvalidOperationException($"The sink took {sink.Taken} messages for {readers} readers: {books}");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{nodes} nodes: {rate:N1} mails/s"));
        return rate;
    }

    private static double Median(IReadOnlyList<double> rates) => rates.Order().ElementAt(rates.Count / 2);

    private static string Spread(IReadOnlyList<double> rates) => string.Create(CultureInfo.InvariantCulture,
        $"median of {rates.Count} ({rates.Min():N1} to {rates.Max():N1})");
}
