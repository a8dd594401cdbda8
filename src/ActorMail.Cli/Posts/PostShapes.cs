namespace ActorMail.Cli.Posts;

/// <summary>The body of <c>POST /api/posts</c>.</summary>
internal sealed record PublishRequest(
    string? List, string? Subject, string? Markdown, string? Html, DateTimeOffset? PublishAt, bool? Draft, string? Url,
    string? Priority, CanaryRequest? Canary);

/// <summary>The canary of a publish.</summary>
internal sealed record CanaryRequest(int Size, double? WatchSeconds);

/// <summary>The answer to a publish.</summary>
internal sealed record StoredPost
{
    public required string Id { get; init; }

    public required string Status { get; init; }
}

/// <summary>The answer of <c>GET /api/posts</c>; <see cref="Next"/> is set when there are more.</summary>
internal sealed record PostPage
{
    public required IReadOnlyList<PostView> Posts { get; init; }

    public string? Next { get; init; }
}

/// <summary>A post and how far it is.</summary>
internal sealed record PostView
{
    public required string Id { get; init; }

    public required string Subject { get; init; }

    /// <summary>draft, scheduled, sending, paused, sent or cancelled.</summary>
    public required string Status { get; init; }

    public required PostTotals Totals { get; init; }

    public string List { get; init; } = "";

    public string? PausedBecause { get; init; }

    public int Revision { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? PublishAt { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool Balanced { get; init; } = true;

    public int InFlight { get; init; }

    public DateTimeOffset? NextRetryAt { get; init; }

    public double RatePerSecond { get; init; }

    public double? EtaSeconds { get; init; }

    public bool IsFinished => Status is "sent" or "cancelled";
}

/// <summary>A post's books.</summary>
internal sealed record PostTotals
{
    public required long Audience { get; init; }

    public bool AudienceIsEstimate { get; init; }

    public required long Accepted { get; init; }

    public long Deferred { get; init; }

    public long Rejected { get; init; }

    public long Skipped { get; init; }

    public long Uncertain { get; init; }

    public long Cancelled { get; init; }

    public long Pending { get; init; }

    public long Decided => Accepted + Rejected + Skipped + Uncertain + Cancelled;
}
