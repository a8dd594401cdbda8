using System.Globalization;
using ActorMail.Bench.Processes;
using ActorMail.Bench.Rounds;

namespace ActorMail.Bench.Measures;

/// <summary>What one letter costs the engine, once as many have been sent as are measured.</summary>
internal sealed record EngineCost(double MailsPerSecond, double CpuMicroseconds, double AllocatedBytes)
{
    public static Task<EngineCost> MeasureAsync(int port, int connections, int letters, string markdown, CancellationToken cancel) =>
        MeasureAsync(EngineRun.Books, port, connections, letters, markdown, cancel);

    /// <param name="books">With the ledger on SQLite or without any store.</param>
    public static async Task<EngineCost> MeasureAsync(
        string books, int port, int connections, int letters, string markdown, CancellationToken cancel)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, markdown, cancel);
            string[] arguments = ["engine", books, Text(port), Text(connections), Text(letters), file];
            return Parse(await BoundedChild.RunAsync(arguments, TimeSpan.FromMinutes(3), cancel));
        }
        finally
        {
            File.Delete(file);
        }
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{MailsPerSecond:R} {CpuMicroseconds:R} {AllocatedBytes:R}");

    private static EngineCost Parse(string printed)
    {
        var words = printed.Split(' ', StringSplitOptions.TrimEntries);
        return new EngineCost(Number(words[0]), Number(words[1]), Number(words[2]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
