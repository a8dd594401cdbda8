namespace ActorMail.Nodes;

/// <summary>What a node says of itself.</summary>
/// <param name="System">The actor system's name: nodes of one cluster share it.</param>
/// <param name="Address">Where the node's actors are reached, as in <c>akka.tcp://actormail@127.0.0.1:4053</c>. Unique while it lives.</param>
/// <param name="Incarnation">Chosen anew at each start, so that a restarted process is not taken for its predecessor.</param>
/// <param name="Roles"><c>web</c>, <c>mailer</c> or both.</param>
public sealed record NodeCard(string System, string Address, Guid Incarnation, IReadOnlyList<string> Roles);

/// <summary>How a node stands.</summary>
/// <param name="Joined">It is up in a cluster.</param>
/// <param name="FoundedAt">When the cluster it belongs to was founded, by the database's clock; null before it has joined.</param>
/// <param name="MailsPerSecond">Deliveries it decided a second, lately.</param>
public sealed record NodeFigures(bool Joined, DateTimeOffset? FoundedAt, double MailsPerSecond);

/// <summary>A node's row as others see it.</summary>
/// <param name="Age">How long ago it was last kept fresh.</param>
/// <param name="LeasesHeld">Slices leased to it now.</param>
public sealed record NodeSighting(NodeCard Card, NodeFigures Figures, TimeSpan Age, int LeasesHeld);

/// <summary>The answer to a node that looks for its cluster.</summary>
/// <param name="Join">Addresses to join, longest-lived first; empty when this node founds the cluster.</param>
/// <param name="At">When they met, by the database's clock.</param>
public sealed record Meeting(IReadOnlyList<string> Join, DateTimeOffset At)
{
    public bool Founds => Join.Count == 0;
}

/// <summary>Another system's nodes live on this database.</summary>
public sealed class ForeignClusterException(string why) : Exception(why);
