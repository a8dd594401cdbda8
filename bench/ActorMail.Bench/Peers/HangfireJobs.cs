using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hangfire;
using MailKit.Net.Smtp;

namespace ActorMail.Bench.Peers;

/// <summary>
/// The usual answer of .NET to "send it later": one Hangfire job a reader, sent by MailKit over connections that are kept. The jobs are
/// in memory, which is Hangfire's fastest storage and loses them with the process.
/// </summary>
public static class HangfireJobs
{
    private static readonly ConcurrentBag<SmtpClient> Idle = [];
    private static readonly TaskCompletionSource Done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static PeerLetter s_letter = null!;
    private static int s_port;
    private static int s_left;

    /// <summary>Prints the seconds it took and what it allocated.</summary>
    internal static async Task<int> RunAsync(int port, int readers, int workers, string letter)
    {
        s_letter = await PeerLetter.ReadAsync(letter);
        (s_port, s_left) = (port, readers);
        GlobalConfiguration.Configuration.UseInMemoryStorage().UseFilter(new AutomaticRetryAttribute { Attempts = 0 });
        var since = Stopwatch.GetTimestamp();
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = workers });
        for (var reader = 1; reader <= readers; reader++)
        {
            var number = reader;
            BackgroundJob.Enqueue(() => SendAsync(number));
        }

        await Done.Task.WaitAsync(TimeSpan.FromMinutes(10));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(since).TotalSeconds:R} {GC.GetTotalAllocatedBytes()}"));
        foreach (var client in Idle) await client.DisconnectAsync(true);
        return 0;
    }

    /// <summary>One job. Public because Hangfire calls it by its name.</summary>
    public static async Task SendAsync(int reader)
    {
        if (!Idle.TryTake(out var client)) client = await PeerSession.OpenAsync(s_port);
        using var message = s_letter.To(reader);
        await client.SendAsync(message);
        Idle.Add(client);
        if (Interlocked.Decrement(ref s_left) == 0) Done.SetResult();
    }
}
