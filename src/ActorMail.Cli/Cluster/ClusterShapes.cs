namespace ActorMail.Cli.Cluster;

/// <summary>The answer of <c>GET /api/cluster</c>.</summary>
internal sealed record ClusterView
{
    public required bool Enabled { get; init; }

    public required string Self { get; init; }

    public required bool Whole { get; init; }

    public required IReadOnlyList<MemberView> Members { get; init; }
}

/// <summary>One node.</summary>
internal sealed record MemberView
{
    public required string Address { get; init; }

    public required string Status { get; init; }

    public required bool Reachable { get; init; }

    public bool Leader { get; init; }

    public bool Oldest { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    public int LeasesHeld { get; init; }

    public double? MailsPerSecond { get; init; }
}

/// <summary>The body of <c>POST /api/cluster/leave</c> and <c>/down</c>.</summary>
internal sealed record MemberRequest(string Address);
