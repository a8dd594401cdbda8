using ActorMail.Delivery;

namespace ActorMail.Relays;

/// <summary>
/// Which relay gets the next message: the one that has had the least by its weight. Once one has a weight, those that are ahead wait
/// for those that can take their part; without weights nobody waits.
/// </summary>
internal sealed class RelayTurns
{
    private readonly List<Taking> _takings;
    private readonly bool _weighed;

    /// <param name="relays">All that are configured, and what is left of those that were.</param>
    public RelayTurns(IReadOnlyList<RelayDesk> relays, DateTimeOffset now)
    {
        _takings = [.. relays.Select(relay => new Taking(relay, now))];
        _weighed = relays.Any(relay => relay.Settings.Weight is not null);
        if (!_weighed) return;
        // One that comes back, or comes anew, does not make up for the time it was away.
        var taking = _takings.Where(one => one.Takes).ToList();
        if (taking.Count == 0) return;
        var least = taking.Where(one => one.Relay.WasTaking).Select(one => one.Relay.Load).DefaultIfEmpty(0).Min();
        foreach (var one in taking.Where(one => !one.Relay.WasTaking)) one.Relay.Load = Math.Max(one.Relay.Load, least);
        foreach (var one in _takings) one.Relay.WasTaking = one.Takes;
    }

    /// <summary>A free slot of the relay whose turn it is; null when there is none.</summary>
    public Slot? Next(DateTimeOffset now)
    {
        Taking? first = null;
        var least = double.MaxValue;
        foreach (var one in _takings)
        {
            if (_weighed && one.Relay.Takes(now, one.Free.Count > 0) && one.Relay.Load < least) least = one.Relay.Load;
            if (one.Free.Count == 0 || !one.Relay.MayStart(now)) continue;
            if (first is null || one.Relay.Load < first.Relay.Load) first = one;
        }

        // Whoever waits is looked at again when a message of the others has ended.
        return first is null || (_weighed && first.Relay.IsClosed && first.Relay.Load > least) ? null : first.Free.Dequeue();
    }

    private sealed class Taking(RelayDesk relay, DateTimeOffset now)
    {
        public RelayDesk Relay => relay;

        /// <summary>Those whose relay was told of somebody first: it waits for them.</summary>
        public Queue<Slot> Free { get; } = new(relay.Slots.Where(slot => slot.State == SlotState.Free).OrderBy(slot => slot.Next is null));

        public bool Takes { get; } = relay.Takes(now, relay.Slots.Any(slot => slot.State == SlotState.Free));
    }
}
