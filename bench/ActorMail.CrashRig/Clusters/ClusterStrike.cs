namespace ActorMail.CrashRig.Clusters;

/// <summary>What is done to a node of a cluster. It is started again when it ends of it.</summary>
internal abstract record ClusterStrike(int Node, int Messages)
{
    /// <summary>SIGKILL.</summary>
    public sealed record Kill(int Node, int Messages) : ClusterStrike(Node, Messages);

    /// <summary>SIGTERM: an orderly end with exit code 0 is due.</summary>
    public sealed record Terminate(int Node, int Messages) : ClusterStrike(Node, Messages);

    /// <summary>SIGSTOP, and SIGCONT after so long: sooner or later than the others give it up.</summary>
    public sealed record Freeze(int Node, int Messages, TimeSpan For) : ClusterStrike(Node, Messages);

}
