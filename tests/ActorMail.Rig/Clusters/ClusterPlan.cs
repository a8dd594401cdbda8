namespace ActorMail.Rig.Clusters;

/// <summary>How the nodes of a cluster under test are set up. All have the same settings but for their ports and roles.</summary>
public sealed record ClusterPlan
{
    public int Nodes { get; init; } = 3;

    /// <summary>Of each node to the receiver.</summary>
    public int Connections { get; init; } = 4;

    public int SliceSize { get; init; } = 50;

    /// <summary>resend, hold or skip.</summary>
    public string OnUncertain { get; init; } = "resend";

    /// <summary>How long the receiver takes over the answer to each final dot.</summary>
    public TimeSpan MailTakes { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether the receiver offers PIPELINING.</summary>
    public bool Pipelining { get; init; } = true;

    /// <summary>The roles of single nodes, by number from 0; the others have both.</summary>
    public IReadOnlyDictionary<int, string[]> Roles { get; init; } = new Dictionary<int, string[]>();

    /// <summary>A database server of its own, for those that hurt it; else the one all tests share.</summary>
    public bool OwnServer { get; init; }

    /// <summary>Each node in a network of its own that can be cut. Needs root.</summary>
    public bool Partitionable { get; init; }

    /// <summary>Further settings of every node's environment, by their whole name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Does this node send?</summary>
    public bool Mails(int node) => !Roles.TryGetValue(node, out var roles) || roles.Contains("mailer");

    /// <summary>Does this node have a door?</summary>
    public bool HasDoor(int node) => !Roles.TryGetValue(node, out var roles) || roles.Contains("web");
}
