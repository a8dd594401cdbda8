using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>
/// One group commit (DESIGN.md section 3): the outcomes of the messages that ended and the intents of those that may start, in
/// one transaction under valid leases. A round may be repeated when its answer was lost; it then changes nothing.
/// </summary>
/// <param name="Node">The node's name, noted with each outcome.</param>
/// <param name="Renew">Every slice held; its lease is renewed, and it is lost when its epoch is no longer the caller's.</param>
/// <param name="Requests">The next deliveries of free mailers.</param>
/// <param name="Finished">Slices whose recipients all have an outcome (those in <paramref name="Outcomes"/> included).</param>
public sealed record Round(
    Incarnation Holder,
    string Node,
    TimeSpan LeaseFor,
    IReadOnlyList<SliceLease> Renew,
    IReadOnlyList<EndedDelivery> Outcomes,
    IReadOnlyList<IntentRequest> Requests,
    IReadOnlyList<SliceLease> Finished);

/// <summary>A delivery whose intent is to be replaced by its outcome.</summary>
/// <param name="Mailer">The slot's number on its node.</param>
/// <param name="Attempt">Counts the attempts at this delivery, from 1.</param>
/// <param name="Relay">The relay's name.</param>
public sealed record EndedDelivery(
    int Mailer, SliceLease Slice, SubscriberId Subscriber, int Attempt, string Relay, DateTimeOffset At, DeliveryOutcome Outcome);

/// <summary>A wish to start a delivery.</summary>
/// <param name="Revision">The post's revision in hand; with an older one than the stored the answer is <see cref="IntentAnswer.NotSending"/>.</param>
public sealed record IntentRequest(int Mailer, SliceLease Slice, SubscriberId Subscriber, int Attempt, int Revision);

/// <summary>The answer to a round.</summary>
/// <param name="Lost">Slices that are no longer the caller's: forget their recipients, start nothing of them.</param>
/// <param name="Answers">One for each request, in their order.</param>
public sealed record RoundResult(IReadOnlyList<SliceLease> Lost, IReadOnlyList<IntentAnswer> Answers);

/// <summary>What became of a wish.</summary>
public enum IntentAnswer
{
    /// <summary>The intent is durable: start.</summary>
    Granted,

    /// <summary>The reader may not be written to any more; recorded as skipped.</summary>
    Skipped,

    /// <summary>The reader already has an outcome that is not to be tried again.</summary>
    AlreadyDecided,

    /// <summary>The post is paused, cancelled, finished or amended since: nothing recorded, read it again.</summary>
    NotSending,

    /// <summary>The slice is no longer the caller's: nothing recorded.</summary>
    LeaseLost,
}
