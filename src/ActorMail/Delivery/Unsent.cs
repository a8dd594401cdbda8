using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>Readers of one slice who get their outcome without anything being sent.</summary>
/// <param name="StartsTime">The time after which they are given up begins now, unless it has begun.</param>
internal sealed record Unsent(SliceLease Slice, IReadOnlyList<Flight> Flights, DeliveryOutcome Outcome, bool StartsTime);

/// <param name="Keep">So many of them go on waiting.</param>
/// <param name="StartsTime">They are given up when it lasts too long; else they wait for as long as it takes.</param>
internal sealed record UnsentDecision(DeliveryOutcome Outcome, int Keep = 0, bool StartsTime = false)
{
    private const double Spread = 0.2;

    /// <summary>So many of a provider that is only slow are kept near.</summary>
    private const int KeptOfCrowd = 50;

    private static readonly TimeSpan CrowdWaits = TimeSpan.FromMinutes(3);

    /// <summary>Put off to the end of the provider's hold, a little spread so that they do not all come at once.</summary>
    public static UnsentDecision? ForHold(string provider, (DateTimeOffset Until, int Keep)? hold, DateTimeOffset now, double chance) =>
        hold is not { } held ? null : new UnsentDecision(
            PutOff($"{provider} wants fewer messages for now: put off without an attempt", held.Until + (held.Until - now) * Spread * chance),
            held.Keep);

    /// <summary>Put off because readers of others would have to wait behind them.</summary>
    public static UnsentDecision ForCrowd(string provider, DateTimeOffset now, double chance) => new(
        PutOff($"{provider} takes its messages slowly: put off without an attempt, so that others need not wait", now + CrowdWaits * (1 + chance)),
        KeptOfCrowd);

    public static DeliveryOutcome.Deferred PutOff(string why, DateTimeOffset until) =>
        new(SmtpReply.Own("4.4.5", why), until, Counted: false);
}
