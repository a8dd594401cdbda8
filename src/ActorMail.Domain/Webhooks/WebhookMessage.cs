using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Webhooks;

/// <summary>Something that happened and is to be told to one endpoint. What does not belong to its event is null.</summary>
/// <param name="Number">Its place in the outbox.</param>
/// <param name="MessageId">The same for every attempt: the receiver's means to know a repeat.</param>
/// <param name="Attempts">Attempts made so far.</param>
public sealed record WebhookMessage(long Number, string MessageId, string Event, DateTimeOffset At, int Attempts = 0)
{
    public PostId? Post { get; init; }

    public string? Subject { get; init; }

    public PostStatus? Status { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public PostTotals? Totals { get; init; }

    public string? Because { get; init; }

    public string? Email { get; init; }

    public string? List { get; init; }

    public SmtpReply? Reply { get; init; }
}
