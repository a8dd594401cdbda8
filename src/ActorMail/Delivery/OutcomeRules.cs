using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>What the end of one sending means for the delivery.</summary>
/// <param name="Retries">When a deferred delivery is tried again and when it is given up.</param>
/// <param name="OnUncertain">The owner's policy for doubt.</param>
internal sealed record OutcomeRules(RetrySchedule Retries, OnUncertain OnUncertain)
{
    /// <summary>After so many returns in a row it is the delivery that breaks the connections, and it waits its turn.</summary>
    private const int MaxReturns = 3;

    /// <summary>A delivery this program fails at is left alone by its third attempt (row 34): the next one would fail alike.</summary>
    private const int MaxBugs = 3;

    /// <summary>Whose answer was lost so often is not sent again by itself: each time may have been a copy.</summary>
    private const int MaxResends = 4;

    private static readonly RecipientAction.Retry AnotherTurn = new(AtLeast: TimeSpan.FromMinutes(5), Counted: false);

    private static readonly SmtpReply KeepsBreaking = SmtpReply.Own("4.4.2", "the connection broke each time before the message was handed over");

    public DeliveryOutcome Decide(Flight flight, SendResult result, DateTimeOffset now, double chance) => result switch
    {
        SendResult.Accepted accepted => new DeliveryOutcome.Accepted(accepted.Reply),
        SendResult.Rejected rejected => new DeliveryOutcome.Rejected(rejected.Reply, FaultOf(rejected)),
        SendResult.Deferred { Verdict.Row: 34 } failed when flight.Attempt >= MaxBugs => new DeliveryOutcome.Rejected(
            failed.Reply with { Text = $"left alone after {flight.Attempt} attempts: {failed.Reply.Text}" }),
        SendResult.Deferred deferred => Defer(flight, deferred.Reply, RetryOf(deferred), now, chance),
        SendResult.Uncertain uncertain => new DeliveryOutcome.Uncertain(
            uncertain.Why, OnUncertain == OnUncertain.Resend ? Resend(flight, now, chance) : null),
        SendResult.Broken broken when flight.Returns < MaxReturns => new DeliveryOutcome.Returned(broken.Why),
        SendResult.Broken => Defer(flight, KeepsBreaking, AnotherTurn, now, chance),
        SendResult.RunRefused refused => new DeliveryOutcome.Returned(refused.Reply.ToString()),
        SendResult.RelayRefused refused => new DeliveryOutcome.Returned(refused.Reply.ToString()),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "An unknown end of a sending."),
    };

    /// <summary>Null when the flight may be put off; else what becomes of it, for it would be tried again too late.</summary>
    public DeliveryOutcome.Rejected? GiveUp(Flight flight, DeliveryOutcome.Deferred putOff, DateTimeOffset now) =>
        putOff.NextAttempt - (flight.Recipient.FirstTriedAt ?? now) > Retries.GiveUpAfter
            ? new DeliveryOutcome.Rejected(putOff.Reply with { Text = $"given up: {putOff.Reply.Text}" })
            : null;

    private static RecipientAction.Retry RetryOf(SendResult result) =>
        result.Verdict.Recipient as RecipientAction.Retry ?? new RecipientAction.Retry();

    private static AddressFault? FaultOf(SendResult result) => result.Verdict.Recipient switch
    {
        RecipientAction.Suppress suppress => suppress.Fault,
        RecipientAction.Fail fail => fail.Fault,
        _ => null,
    };

    /// <summary>At once the first time, as after a crash; then by the schedule, since the relay may lose every answer to this message.</summary>
    private DateTimeOffset? Resend(Flight flight, DateTimeOffset now, double chance) => flight.Recipient.Doubts switch
    {
        0 => now,
        < MaxResends and var doubts => Retries.Next(doubts, flight.Recipient.FirstTriedAt ?? now, now, chance),
        _ => null,
    };

    private DeliveryOutcome Defer(Flight flight, SmtpReply reply, RecipientAction.Retry retry, DateTimeOffset now, double chance)
    {
        var (since, uncounted) = (flight.Recipient.FirstTriedAt ?? now, flight.Recipient.Uncounted);
        var next = retry.Counted
            ? Retries.Next(flight.Attempt - uncounted, since, now, chance, retry.AtLeast)
            : Retries.NextUncounted(uncounted + 1, since, now, chance, retry.AtLeast);
        return next is { } due
            ? new DeliveryOutcome.Deferred(reply, due, retry.Counted)
            : new DeliveryOutcome.Rejected(
                reply with { Text = $"given up after {flight.Attempt} attempts: {reply.Text}" }, retry.Fault);
    }
}
