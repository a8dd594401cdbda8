namespace ActorMail.Bench.Peers;

/// <summary>What one contestant needed to send to all readers.</summary>
/// <param name="Seconds">From its start on the post to the last letter's answer, by its own clock if it has one.</param>
/// <param name="CpuSeconds">User and system time of all its processes, their start included.</param>
/// <param name="PeakMiB">The most that was resident at a time, over all its processes.</param>
/// <param name="AllocatedBytes">On the managed heap; null where nobody counts.</param>
internal sealed record PeerRun(double Seconds, double CpuSeconds, double PeakMiB, long? AllocatedBytes = null);

/// <summary>One way to send a letter to many readers.</summary>
/// <param name="Name">Of the row in the results.</param>
/// <param name="Missing">What to install when it cannot run here; null when it can.</param>
internal sealed record Peer(string Name, string? Missing, Func<PeerTask, CancellationToken, Task<PeerRun>> RunAsync)
{
    /// <summary>It is given no more readers than this, for it would take too long.</summary>
    public int MostReaders { get; init; } = int.MaxValue;
}

/// <summary>What is to be sent where.</summary>
/// <param name="Letter">A file with a letter as a node sends it: peers send its two parts with other greetings.</param>
internal sealed record PeerTask(int Port, int Readers, int Connections, string Markdown, string Letter);
