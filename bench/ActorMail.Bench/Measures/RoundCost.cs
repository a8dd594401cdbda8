using System.Diagnostics;
using System.Globalization;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>What the round costs: the same engine and letters with the ledger on SQLite, and with no store at all.</summary>
internal static class RoundCost
{
    private const int Readers = 20_000;
    private const int Pairs = 3;

    public static async Task<Measured> MeasureAsync(CancellationToken cancel)
    {
        var (markdown, _) = await SampleLetter.MakeAsync(cancel);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, markdown, cancel);
        var (with, without) = (new List<double>(), new List<double>());
        try
        {
            // In turns, so that what else the machine does falls on both.
            for (var pair = 0; pair < Pairs; pair++)
            {
                with.Add(await RateAsync("books", file, cancel));
                without.Add(await RateAsync("bookless", file, cancel));
            }
        }
        finally
        {
            File.Delete(file);
        }

        return new Measured("round", $"The same engine with its rounds on SQLite and without any store, {Readers:N0} letters each", [
            new Figure("with rounds (median of 3)", with.Order().ElementAt(Pairs / 2), "mails/s"),
            new Figure("without any store (median of 3)", without.Order().ElementAt(Pairs / 2), "mails/s"),
            new Figure("with to without", with.Order().ElementAt(Pairs / 2) / without.Order().ElementAt(Pairs / 2), "x", Bound.Over(0.8)),
        ]);
    }

    private static async Task<double> RateAsync(string books, string markdown, CancellationToken cancel)
    {
        await using var sink = await Sink.StartAsync(cancel);
        string[] arguments =
        [
            typeof(RoundCost).Assembly.Location, "engine", books, sink.Port.ToString(CultureInfo.InvariantCulture),
            Readers.ToString(CultureInfo.InvariantCulture), markdown,
        ];
        using var run = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var seconds = await run.StandardOutput.ReadToEndAsync(cancel);
        await run.WaitForExitAsync(cancel);
        return Readers / double.Parse(seconds, CultureInfo.InvariantCulture);
    }
}
