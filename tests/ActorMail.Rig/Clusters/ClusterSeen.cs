namespace ActorMail.Rig.Clusters;

/// <summary>The cluster as one node's API shows it.</summary>
public sealed record ClusterSeen(bool Enabled, string Self, bool Whole, IReadOnlyList<MemberSeen> Members);

/// <summary>A member as the API shows it.</summary>
public sealed record MemberSeen(
    string Address, string Status, bool Reachable, bool Leader, bool Oldest, IReadOnlyList<string> Roles, int LeasesHeld,
    double? MailsPerSecond);
