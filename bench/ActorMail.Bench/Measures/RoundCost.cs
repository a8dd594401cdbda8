using System.Globalization;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Results;
using ActorMail.Bench.Rounds;

namespace ActorMail.Bench.Measures;

/// <summary>
/// What the round costs: the same engine and letters with the ledger on SQLite, and with no store at all. With few connections a
/// round commits few messages, so it is measured with few and with many; and to a relay on this machine, which answers at once, as well as
/// to one that is a little away.
/// </summary>
internal static class RoundCost
{
    private const int Pairs = 5;
    private static readonly int[] Connections = [8, 32];
    private static readonly TimeSpan NoDelay = TimeSpan.Zero;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(5);
    private const string SmallLetter = "Good morning, {{ subscriber.name }}: the boats are in.\n";

    public static async Task<Measured> MeasureAsync(int readers, CancellationToken cancel)
    {
        var (markdown, letter) = await SampleLetter.MakeAsync(cancel);
        var sample = string.Create(CultureInfo.InvariantCulture, $"letter of {letter.Length / 1024.0:N1} KiB");
        List<Figure> figures = [];
        foreach (var connections in Connections)
        {
            figures.AddRange(await CompareAsync($"{connections} connections, {sample}", markdown, connections, readers, NoDelay, cancel));
            figures.AddRange(await CompareAsync($"{connections} connections, one line", SmallLetter, connections, readers, NoDelay, cancel));
        }

        foreach (var connections in Connections)
        {
            var away = string.Create(CultureInfo.InvariantCulture, $"{connections} connections, {sample}, answers after {Delay.TotalMilliseconds:N0} ms");
            figures.AddRange(await CompareAsync(away, markdown, connections, readers / 2, Delay, cancel));
        }

        return new Measured("rounds",
            string.Create(CultureInfo.InvariantCulture,
                $"The same engine with its rounds on SQLite and without any store, {readers:N0} letters each (half as many to a relay away) after as many unmeasured"),
            figures);
    }

    /// <summary>In turns, so that what else the machine does falls on both.</summary>
    private static async Task<IReadOnlyList<Figure>> CompareAsync(
        string letter, string markdown, int connections, int readers, TimeSpan delay, CancellationToken cancel)
    {
        List<double> with = [], without = [];
        for (var pair = 0; pair < Pairs; pair++)
        {
            with.Add(await RateAsync(EngineRun.Books, markdown, connections, readers, delay, cancel));
            without.Add(await RateAsync(EngineRun.Bookless, markdown, connections, readers, delay, cancel));
        }

        return
        [
            new Figure($"{letter}: with rounds, {Spread(with)}", Median(with), "mails/s"),
            new Figure($"{letter}: without any store, {Spread(without)}", Median(without), "mails/s"),
            new Figure($"{letter}: with to without", Median(with) / Median(without), "x", Bound.Over(0.8)),
        ];
    }

    /// <summary>Each run has a process and a sink of its own.</summary>
    private static async Task<double> RateAsync(
        string books, string markdown, int connections, int readers, TimeSpan delay, CancellationToken cancel)
    {
        await using var far = delay > NoDelay ? new DelayedSink(delay, pipelining: true) : null;
        await using var near = far is null ? await Sink.StartAsync(cancel) : null;
        return (await EngineCost.MeasureAsync(books, far?.Port ?? near!.Port, connections, readers, markdown, cancel)).MailsPerSecond;
    }

    private static double Median(IReadOnlyList<double> rates) => rates.Order().ElementAt(rates.Count / 2);

    private static string Spread(IReadOnlyList<double> rates) => string.Create(CultureInfo.InvariantCulture,
        $"median of {rates.Count} ({rates.Min():N0} to {rates.Max():N0})");
}
