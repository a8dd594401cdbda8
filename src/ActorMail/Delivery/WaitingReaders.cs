using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>Finds those who wait for a provider that wants nothing now, so that they do not stand in memory before others.</summary>
internal sealed class WaitingReaders(Stock stock, DomainDesk domains, RunBrakes brakes, OutcomeRules rules)
{
    /// <summary>Readers that are better decided now than kept waiting; null when there are none. They are out of the stock.</summary>
    public Unsent? NextUnsent(DateTimeOffset now, double chance, int crowd)
    {
        if (!(domains.HasHeld || brakes.HasClosed || stock.Waiting > crowd)) return null;
        // What is kept of a provider is kept of all slices together.
        Dictionary<string, int> kept = [];
        foreach (var slice in stock.Slices.Where(slice => slice.Waiting > 0))
        {
            foreach (var (provider, waiting) in slice.Providers.ToArray())
            {
                var decision = brakes.Closed(slice.Lease.Key.Post, provider)?.Unsent(now)
                    ?? UnsentDecision.ForHold(provider, domains.PutOff(provider, now), now, chance)
                    ?? (stock.Waiting > crowd && domains.IsSlow(provider, now) ? UnsentDecision.ForCrowd(provider, now, chance) : null);
                if (decision is null) continue;
                var keep = Math.Clamp(decision.Keep - kept.GetValueOrDefault(provider), 0, waiting);
                kept[provider] = kept.GetValueOrDefault(provider) + keep;
                var flights = stock.TakeOut(slice, provider, waiting - keep);
                if (flights.Count > 0) return GivenUpFirst(new Unsent(slice.Lease, flights, decision.Outcome, decision.StartsTime), now);
            }
        }

        return null;
    }

    /// <summary>Those who would be tried again too late, if there are any; the others wait for the next call.</summary>
    private Unsent GivenUpFirst(Unsent unsent, DateTimeOffset now)
    {
        if (!unsent.StartsTime || unsent.Outcome is not DeliveryOutcome.Deferred putOff) return unsent;
        var byEnd = unsent.Flights.ToLookup(flight => rules.GiveUp(flight, putOff, now));
        if (byEnd.FirstOrDefault(end => end.Key is not null) is not { } over) return unsent;
        foreach (var flight in byEnd[null]) stock.PutBack(flight);
        return unsent with { Flights = [.. over], Outcome = over.Key! };
    }
}
