namespace ActorMail.Digests;

/// <summary>The number of a digest; never given twice.</summary>
public readonly record struct DigestId(long Value);

/// <summary>A post that writes itself: at each due time it collects what was published since the last one.</summary>
public sealed record Digest
{
    /// <summary>Given by the store.</summary>
    public DigestId Id { get; init; }

    /// <summary>Unique, in the form of a list's name.</summary>
    public required string Name { get; init; }

    /// <summary>The list whose members get it.</summary>
    public required string List { get; init; }

    /// <summary>The list whose posts are collected.</summary>
    public required string From { get; init; }

    /// <summary>When it is due: five fields, or six with the seconds in front.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone of <see cref="Cron"/>, as the tz database names it.</summary>
    public required string Zone { get; init; }

    /// <summary>The subject line of every issue; Liquid placeholders allowed.</summary>
    public required string Subject { get; init; }

    /// <summary>Markdown above the collected posts, or null.</summary>
    public string? Intro { get; init; }

    /// <summary>What was published before is not collected.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The next due time.</summary>
    public required DateTimeOffset NextAt { get; init; }
}

/// <summary>A digest and its last issue.</summary>
public sealed record DigestView(Digest Digest, DigestIssue? Last);

/// <summary>One issue of a digest, by its due time.</summary>
/// <param name="Post">The post it became; null until it is stored, or when it could not be.</param>
/// <param name="Fault">Why it could not become a post.</param>
public sealed record DigestIssue(DateTimeOffset DueAt, Posts.PostId? Post, string? Fault);

/// <summary>An issue that is still to become a post.</summary>
/// <param name="Key">The idempotency key of that post: however often and wherever it is published, it is one.</param>
public sealed record OpenIssue(string Key, Digest Digest, IReadOnlyList<Posts.Post> Posts);
