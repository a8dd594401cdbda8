namespace ActorMail.Cluster;

/// <summary>Whether this node is what the others take it for.</summary>
public interface IClusterHealth
{
    /// <summary>
    /// Why this node is not to be given work: it has not joined, the cluster went on without it, it cannot reach most of the members,
    /// or its clock is wrong. Null when all is well, and on a node of its own.
    /// </summary>
    string? Fault { get; }
}
