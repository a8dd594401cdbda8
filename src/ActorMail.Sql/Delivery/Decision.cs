using ActorMail.Engine;
using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>An outcome on its way into the books.</summary>
/// <param name="Attempts">Attempts made so far, this one included.</param>
/// <param name="FirstAt">When the time after which it is given up begins, if it is now: at the end of the first attempt; else null.</param>
internal sealed record Decision(
    SliceKey Slice,
    long Subscriber,
    OutcomeName Outcome,
    int Attempts,
    long? FirstAt,
    long At,
    long? NextAttempt,
    SmtpReply Reply,
    string? Relay,
    string? Node)
{
    /// <summary>A reader who may not be written to any more.</summary>
    public static Decision Skip(SliceKey slice, long subscriber, int attempts, long now, string why, string? node) => new(
        slice, subscriber, OutcomeName.Skipped, attempts, null, now, null, StoredReply.Own(why), null, node);

    /// <summary>The end of a message as a mailer reports it; null when it leaves no trace.</summary>
    public static Decision? From(EndedDelivery ended, string node)
    {
        var (outcome, reply, next) = ended.Outcome switch
        {
            DeliveryOutcome.Accepted accepted => (OutcomeName.Accepted, accepted.Reply, (DateTimeOffset?)null),
            DeliveryOutcome.Deferred deferred => (OutcomeName.Deferred, deferred.Reply, deferred.NextAttempt),
            DeliveryOutcome.Rejected rejected => (OutcomeName.Rejected, rejected.Reply, null),
            DeliveryOutcome.Uncertain uncertain =>
                (OutcomeName.Uncertain, StoredReply.Own(uncertain.Why), uncertain.NextAttempt),
            DeliveryOutcome.Returned => (default, null, null),
            _ => throw new ArgumentOutOfRangeException(nameof(ended), ended.Outcome, null),
        };
        var at = ended.At.Stored();
        return reply is null ? null : new Decision(ended.Slice.Key, ended.Subscriber.Value, outcome, ended.Attempt,
            at, at, next.Stored(), reply, ended.Relay, node);
    }
}
