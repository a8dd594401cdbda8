using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>Outcomes of readers nothing was sent to: put off because of their provider, or refused without an attempt.</summary>
public interface IUnsentOutcomes
{
    /// <summary>
    /// Decides those of a slice that nobody has decided yet, under the slice's lease, which is renewed. It is no attempt. False when
    /// the slice is no longer the caller's or its post is not sending: then nothing was written, and the round will say so.
    /// </summary>
    Task<bool> WriteAsync(UnsentOutcomes unsent, CancellationToken cancel);
}

/// <summary>One outcome for readers of a slice no message was started to.</summary>
/// <param name="Readers">Of the slice, with the attempts made so far.</param>
/// <param name="Outcome">A <see cref="DeliveryOutcome.Deferred"/> or a <see cref="DeliveryOutcome.Rejected"/>.</param>
/// <param name="StartsTime">The time after which they are given up begins now, unless it has begun.</param>
public sealed record UnsentOutcomes(
    Incarnation Holder,
    string Node,
    TimeSpan LeaseFor,
    SliceLease Slice,
    IReadOnlyList<(SubscriberId Subscriber, int Attempts)> Readers,
    DeliveryOutcome Outcome,
    bool StartsTime = false);
