using System.Diagnostics;
using System.Globalization;
using ActorMail.Bench.Peers;
using ActorMail.Rig.Nodes;

namespace ActorMail.Bench.Processes;

/// <summary>Programs that run to their end, and what they used, looked at while they run.</summary>
internal static class WatchedProcess
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs all of them side by side. The last line a single one prints may tell its own seconds and allocated bytes.</summary>
    /// <exception cref="InvalidOperationException">One of them failed.</exception>
    public static async Task<PeerRun> RunAsync(CancellationToken cancel, params IReadOnlyList<ProcessStartInfo> programs)
    {
        var since = Stopwatch.GetTimestamp();
        var running = programs.Select(program =>
        {
            program.RedirectStandardOutput = true;
            return Nursery.Start(program);
        }).ToList();
        var printed = running.Select(process => process.StandardOutput.ReadToEndAsync(cancel)).ToList();
        var (cpu, peaks) = (new double[running.Count], new double[running.Count]);
        try
        {
            while (running.Exists(process => !process.HasExited))
            {
                for (var one = 0; one < running.Count; one++)
                {
                    if (Usage.Of(running[one].Id) is not { } usage) continue;
                    (cpu[one], peaks[one]) = (usage.CpuSeconds, usage.PeakMiB);
                }

                await Task.Delay(Look, cancel);
            }

            var took = Stopwatch.GetElapsedTime(since).TotalSeconds;
            foreach (var process in running.Where(process => process.ExitCode != 0))
                throw new InvalidOperationException($"{programs[running.IndexOf(process)].FileName} ended with {process.ExitCode}.");
            var told = running.Count == 1 ? Told(await printed[0]) : null;
            return new PeerRun(told?.Seconds ?? took, cpu.Sum(), peaks.Sum(), told?.Allocated);
        }
        finally
        {
            foreach (var process in running)
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
                process.Dispose();
            }
        }
    }

    private static (double Seconds, long? Allocated)? Told(string printed)
    {
        var words = printed.TrimEnd().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !double.TryParse(words[0], CultureInfo.InvariantCulture, out var seconds)) return null;
        return (seconds, words.Length > 1 ? long.Parse(words[1], CultureInfo.InvariantCulture) : null);
    }
}
