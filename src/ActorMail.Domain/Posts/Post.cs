using System.Text.Json.Serialization;
using ActorMail.Subscribers;

namespace ActorMail.Posts;

/// <summary>A post as it is stored: one row.</summary>
public sealed record Post
{
    public required PostId Id { get; init; }

    /// <summary>The caller's key that makes a repeated publish the same post; null when none was given.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A hash of the request that made the post, to tell a repeat from another request with the same key.</summary>
    public string RequestHash { get; init; } = "";

    /// <summary>The list whose members are the audience.</summary>
    public required string List { get; init; }

    /// <summary>The list's number; filled in by the store.</summary>
    public ListId ListId { get; init; }

    public required PostContent Content { get; init; }

    /// <summary>Counts the content's versions, from 1; raised by each amendment.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Counts the row's versions, from 1; a write with an old one is refused, which fences a second PostActor.</summary>
    public long Version { get; init; } = 1;

    public required PostStatus Status { get; init; }

    /// <summary>Why the system paused the post by itself; null when a person did or it is not paused.</summary>
    public string? PausedBecause { get; init; }

    /// <summary>Between nodes the usual one goes unsaid, as it did before there were others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PostPriority Priority { get; init; }

    /// <summary>Null when the post has none.</summary>
    public Canary? Canary { get; init; }

    /// <summary>How many readers of the audience may be written to on account of the canary; null for all of them.</summary>
    public long? Released { get; init; }

    /// <summary>When the canary's step has been watched long enough; null while its readers are still being written to.</summary>
    public DateTimeOffset? WatchedUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a scheduled post starts.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>When the audience was frozen and sending began; also the Date of its letters.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The membership sequence at which the audience was frozen; set by the store when sending first begins.</summary>
    public long? AudienceUpto { get; init; }

    /// <summary>The final figures, once finished; live figures come from <see cref="Delivery.IDeliveryLog"/>.</summary>
    public PostTotals? Totals { get; init; }
}
