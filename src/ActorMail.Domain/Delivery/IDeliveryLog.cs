using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>What the ledger knows, to be read: figures, lists and explanations.</summary>
public interface IDeliveryLog
{
    /// <summary>Live figures and what is still to do.</summary>
    Task<PostProgress> ProgressAsync(PostId post, CancellationToken cancel);

    /// <summary>
    /// Closes the books of a post with nothing left to do: counts every outcome from the deliveries; for a cancelled post also
    /// closes its slices and counts the readers never reached as cancelled. Repeating it gives the same figures.
    /// </summary>
    Task<PostTotals> CloseAsync(PostId post, CancellationToken cancel);

    /// <summary>Makes deliveries with one of these outcomes due at once; gives their number.</summary>
    Task<int> RequeueAsync(PostId post, IReadOnlyList<OutcomeName> outcomes, CancellationToken cancel);

    /// <summary>Deliveries in ascending order of subscriber after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<DeliveryLine>> ListAsync(
        PostId post, OutcomeName? outcome, SubscriberId? after, int limit, CancellationToken cancel);

    /// <summary>Every step of one delivery in the order it happened; null when the address never was in the audience.</summary>
    Task<DeliveryExplanation?> ExplainAsync(PostId post, EmailAddress email, CancellationToken cancel);
}

/// <summary>How far a post is.</summary>
/// <param name="InFlight">Messages started whose end is not yet recorded: at most one per open connection.</param>
/// <param name="Complete">True when nothing is left to lease, to finish or to try again.</param>
/// <param name="NextRetryAt">When the next deferred delivery is due.</param>
public sealed record PostProgress(PostTotals Totals, int InFlight, bool Complete, DateTimeOffset? NextRetryAt);

/// <summary>One delivery as a list shows it.</summary>
public sealed record DeliveryLine(
    SubscriberId Subscriber,
    string Email,
    OutcomeName Outcome,
    int Attempts,
    SmtpReply? Reply,
    string? Relay,
    string? Node,
    DateTimeOffset At,
    DateTimeOffset? NextAttempt);

/// <summary>Why a reader did or did not get a post.</summary>
/// <param name="Outcome">Null while there is none yet.</param>
/// <param name="Summary">One sentence.</param>
public sealed record DeliveryExplanation(
    string Email, OutcomeName? Outcome, string Summary, IReadOnlyList<DeliveryStep> Steps);

/// <summary>One step of a delivery.</summary>
/// <param name="What">One sentence: joined, published, leased, started, answered, skipped, due again.</param>
public sealed record DeliveryStep(DateTimeOffset At, string What, SmtpReply? Reply = null, string? Relay = null, string? Node = null);
