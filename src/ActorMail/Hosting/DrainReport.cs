namespace ActorMail.Hosting;

/// <summary>How the node's end went, for its exit code.</summary>
public sealed class DrainReport
{
    /// <summary>
    /// False when outcomes could not be stored before the end: their readers are in doubt, and the next start says so by name.
    /// </summary>
    public bool Complete => DeliveriesComplete && ConfirmationsComplete;

    /// <summary>
    /// Why the node ended by itself although nobody wished it: the cluster went on without it, or had to give way to another one. A
    /// host then ends with an exit code other than 0, so that the process is started anew. Null otherwise.
    /// </summary>
    public string? CastOut { get; internal set; }

    internal bool DeliveriesComplete { get; set; } = true;

    internal bool ConfirmationsComplete { get; set; } = true;
}
