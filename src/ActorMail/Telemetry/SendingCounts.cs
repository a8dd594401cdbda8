using ActorMail.Delivery;

namespace ActorMail.Telemetry;

/// <summary>What a node's dispatcher counts, relay by relay; looked at by the instruments of <see cref="MailMeter"/>.</summary>
internal sealed class SendingCounts
{
    private readonly Lock _gate = new();
    private RelayCounts[] _relays = [];
    private long _skipped;

    /// <summary>All relays seen so far; the array is never changed, only replaced.</summary>
    public IReadOnlyList<RelayCounts> Relays => Volatile.Read(ref _relays);

    /// <summary>Readers who were not to be written to any more when their turn came: no relay had a part in it.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Recipients of the slices held that have not been picked yet.</summary>
    public int Waiting { get; private set; }

    public int SlicesHeld { get; private set; }

    public RelayCounts Of(string relay)
    {
        foreach (var known in _relays)
            if (ReferenceEquals(known.Relay, relay) || known.Relay == relay) return known;
        lock (_gate)
        {
            var counts = new RelayCounts(relay);
            Volatile.Write(ref _relays, [.. _relays, counts]);
            return counts;
        }
    }

    public void Count(Round round, RoundResult result)
    {
        foreach (var ended in round.Outcomes) Of(ended.Relay).Count(ended.Outcome);
        foreach (var answer in result.Answers)
            if (answer == IntentAnswer.Skipped) _skipped++;
    }

    /// <summary>Takes down how everything stands, twice a second.</summary>
    public void See(IEnumerable<Slot> slots, Stock stock)
    {
        foreach (var relay in slots.GroupBy(slot => slot.Relay.Name)) Of(relay.Key).Standing = RelayStanding.Of(relay);
        Waiting = stock.Waiting;
        SlicesHeld = stock.Slices.Count();
    }
}
