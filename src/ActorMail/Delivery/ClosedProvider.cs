using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>
/// A provider that refuses a run: nothing of it goes there until a time; then one message tries, and the others follow once one was
/// accepted.
/// </summary>
internal sealed class ClosedProvider(string provider, WiderAction why, string said, DateTimeOffset until)
{
    /// <summary>So long the others wait in memory for the one that tries.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan TryLasts = TimeSpan.FromMinutes(5);
    private DateTimeOffset? _triesSince;

    public bool IsShut(DateTimeOffset now) => until > now;

    public bool MayStart(DateTimeOffset now) => !IsShut(now) && _triesSince is null;

    /// <summary>One is asked for.</summary>
    public void Took(DateTimeOffset now)
    {
        if (MayStart(now)) _triesSince = now;
    }

    /// <summary>It never started.</summary>
    public void GaveBack() => _triesSince = null;

    /// <summary>One has ended. True when it opens the provider to the others.</summary>
    public bool Ended(SendResult result)
    {
        var opens = _triesSince is not null && result is SendResult.Accepted;
        _triesSince = null;
        return opens;
    }

    /// <summary>What becomes of the run's other readers there; null when they wait.</summary>
    public UnsentDecision? Unsent(DateTimeOffset now)
    {
        if (!IsShut(now))
            return !(now - _triesSince > Patience) ? null : PutOff("one message tries whether that has changed", now + TryLasts);
        return why is WiderAction.SkipDomain
            ? new UnsentDecision(new DeliveryOutcome.Rejected(SmtpReply.Own("5.3.4", $"{provider} takes no letter of this size: {said}")))
            : PutOff("nothing was sent", until);
    }

    private UnsentDecision PutOff(string so, DateTimeOffset until) =>
        new(UnsentDecision.PutOff($"{provider} refuses the sender, so {so}: {said}", until), StartsTime: true);
}
