using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>What the end of one sending means for the delivery.</summary>
/// <param name="Retries">When a deferred delivery is tried again and when it is given up.</param>
/// <param name="OnUncertain">The owner's policy for doubt.</param>
internal sealed record OutcomeRules(RetrySchedule Retries, OnUncertain OnUncertain)
{
    /// <summary>After so many returns in a row it is the delivery that breaks the connections, and it waits its turn.</summary>
    private const int MaxReturns = 3;

    private static readonly SmtpReply KeepsBreaking = SmtpReply.Own("4.4.2", "the connection broke each time before the message was handed over");

    public DeliveryOutcome Decide(Flight flight, SendResult result, DateTimeOffset now, double chance) => result switch
    {
        SendResult.Accepted accepted => new DeliveryOutcome.Accepted(accepted.Reply),
        SendResult.Rejected rejected => new DeliveryOutcome.Rejected(rejected.Reply),
        SendResult.Deferred deferred => Defer(flight, deferred.Reply, now, chance),
        SendResult.Uncertain uncertain => new DeliveryOutcome.Uncertain(
            uncertain.Why, OnUncertain == OnUncertain.Resend ? now : null),
        SendResult.Broken broken when flight.Returns < MaxReturns => new DeliveryOutcome.Returned(broken.Why),
        SendResult.Broken => Defer(flight, KeepsBreaking, now, chance),
        SendResult.RunRefused refused => new DeliveryOutcome.Returned(refused.Reply.ToString()),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "An unknown end of a sending."),
    };

    private DeliveryOutcome Defer(Flight flight, SmtpReply reply, DateTimeOffset now, double chance)
    {
        var since = flight.Recipient.FirstTriedAt ?? now;
        return Retries.Next(flight.Attempt, since, now, chance) is { } next
            ? new DeliveryOutcome.Deferred(reply, next)
            : new DeliveryOutcome.Rejected(reply with { Text = $"given up after {flight.Attempt} attempts: {reply.Text}" });
    }
}
