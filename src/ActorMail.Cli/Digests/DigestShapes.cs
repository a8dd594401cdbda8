namespace ActorMail.Cli.Digests;

/// <summary>The body of <c>PUT /api/digests/{name}</c>.</summary>
internal sealed record DigestRequest(string List, string? From, string Cron, string? Zone, string Subject, string? Intro);

/// <summary>The answer of <c>GET /api/digests</c>.</summary>
internal sealed record DigestPage
{
    public required IReadOnlyList<DigestView> Digests { get; init; }
}

/// <summary>A digest and what became of its last issue.</summary>
internal sealed record DigestView
{
    public required string Name { get; init; }

    public required string List { get; init; }

    public required string From { get; init; }

    public required string Cron { get; init; }

    public required string Zone { get; init; }

    public required DateTimeOffset NextAt { get; init; }

    public string? LastPost { get; init; }

    public string? LastFault { get; init; }
}
