using System.Diagnostics;
using System.Globalization;

namespace ActorMail.Bench.Peers;

/// <summary>
/// What somebody would write in an afternoon: connections that each take the next reader, build a message and send it.
/// No book is kept, so a crash loses track of everything; it is the measure of what the books cost.
/// </summary>
internal static class MailKitLoop
{
    /// <summary>Prints the seconds it took and what it allocated.</summary>
    public static async Task<int> RunAsync(int port, int readers, int connections, string letter)
    {
        var sample = await PeerLetter.ReadAsync(letter);
        var next = 0;
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var client = await PeerSession.OpenAsync(port);
            while (Interlocked.Increment(ref next) is var reader && reader <= readers)
            {
                using var message = sample.To(reader);
                await client.SendAsync(message);
            }

            await client.DisconnectAsync(true);
        })));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(since).TotalSeconds:R} {GC.GetTotalAllocatedBytes()}"));
        return 0;
    }
}
