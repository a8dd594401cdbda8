namespace ActorMail.Nodes;

/// <summary>
/// Where the nodes of one installation find each other: rows in the database that only a living node keeps fresh. Ages are counted
/// by the database's clock.
/// </summary>
public interface INodeDirectory
{
    /// <summary>
    /// One node at a time: notes <paramref name="me"/> and says whom to join. With no fresh row of another node that has founded or
    /// joined, this one founds: nodes that only look for a cluster cannot be joined.
    /// </summary>
    /// <param name="freshFor">A row seen longer ago belongs to a node that is gone.</param>
    /// <exception cref="ForeignClusterException">Fresh rows of a system with another name: two installations on one database.</exception>
    Task<Meeting> MeetAsync(NodeCard me, TimeSpan freshFor, CancellationToken cancel);

    /// <summary>Keeps this node's row fresh and tells how it stands.</summary>
    Task BeatAsync(NodeCard me, NodeFigures figures, CancellationToken cancel);

    /// <summary>Takes the row away: the node is leaving.</summary>
    Task LeaveAsync(NodeCard me, CancellationToken cancel);

    /// <summary>Every row, with its age and the leases its node holds now.</summary>
    Task<IReadOnlyList<NodeSighting>> ListAsync(CancellationToken cancel);

    /// <summary>How far this process's clock is ahead of the database's, half the question's duration taken off.</summary>
    Task<TimeSpan> ClockSkewAsync(TimeProvider time, CancellationToken cancel);
}
