namespace ActorMail.Cluster;

/// <summary>The cluster as this node sees it, and what an operator may do to it. A node without a cluster shows itself.</summary>
public interface IClusterWatch
{
    Task<ClusterView> LookAsync(CancellationToken cancel);

    /// <summary>Asks a member to leave in good order: it drains, hands over and ends.</summary>
    Task<ClusterAnswer> LeaveAsync(string address, CancellationToken cancel);

    /// <summary>Declares a member dead that cannot be reached. One that lives ends by itself.</summary>
    Task<ClusterAnswer> DownAsync(string address, CancellationToken cancel);
}

/// <summary>The nodes as one of them sees them.</summary>
/// <param name="Enabled">False on a node of its own.</param>
/// <param name="Self">This node's address.</param>
/// <param name="Whole">No member is unreachable from here.</param>
public sealed record ClusterView(bool Enabled, string Self, bool Whole, IReadOnlyList<MemberView> Members);

/// <summary>One node of the cluster.</summary>
/// <param name="Status"><c>joining</c>, <c>up</c>, <c>leaving</c>, <c>exiting</c>, <c>down</c>, <c>weaklyup</c> or <c>removed</c>.</param>
/// <param name="LeasesHeld">Slices leased to it.</param>
/// <param name="MailsPerSecond">Deliveries it decided a second, lately; null when unknown.</param>
public sealed record MemberView(
    string Address, string Status, bool Reachable, bool Leader, bool Oldest, IReadOnlyList<string> Roles, int LeasesHeld, double? MailsPerSecond);

/// <summary>What became of an operator's wish.</summary>
public enum ClusterAnswer
{
    /// <summary>It is on its way.</summary>
    Begun,

    /// <summary>No member has this address.</summary>
    NoSuchMember,

    /// <summary>This node is not in a cluster.</summary>
    NoCluster,
}
