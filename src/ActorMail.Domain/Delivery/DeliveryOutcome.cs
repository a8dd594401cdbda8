using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>How one attempt to deliver one post to one reader ended.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <summary>The relay took the message over: 250 after the final dot.</summary>
    public sealed record Accepted(SmtpReply Reply) : DeliveryOutcome;

    /// <summary>The relay said "later"; tried again at <paramref name="NextAttempt"/>.</summary>
    /// <param name="Counted">False when it was not the reader's doing: the retry schedule does not move on.</param>
    public sealed record Deferred(SmtpReply Reply, DateTimeOffset NextAttempt, bool Counted = true) : DeliveryOutcome;

    /// <summary>Refused for good, by the relay, by ourselves (see the reply's text) or because it took too long.</summary>
    /// <param name="Fault">What the relay said of the address, if that bears on writing to it again.</param>
    public sealed record Rejected(SmtpReply Reply, AddressFault? Fault = null) : DeliveryOutcome;

    /// <summary>
    /// The link ended after the message was handed over and before the answer: nobody knows. <paramref name="NextAttempt"/> is
    /// set when the owner's policy is to send again.
    /// </summary>
    public sealed record Uncertain(string Why, DateTimeOffset? NextAttempt) : DeliveryOutcome;

    /// <summary>Surely not accepted and not the reader's doing: back to the queue without trace.</summary>
    public sealed record Returned(string Why) : DeliveryOutcome;
}

/// <summary>The outcome as the store and the outside name it.</summary>
public enum OutcomeName
{
    Accepted,
    Deferred,
    Rejected,
    Skipped,
    Uncertain,
    Cancelled,
}
