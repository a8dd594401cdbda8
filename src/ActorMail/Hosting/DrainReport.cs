namespace ActorMail.Hosting;

/// <summary>How the node's end went, for its exit code.</summary>
public sealed class DrainReport
{
    /// <summary>
    /// False when outcomes could not be stored before the end: their readers are in doubt, and the next start says so by name.
    /// </summary>
    public bool Complete { get; internal set; } = true;
}
