using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>What a dispatcher knows of its relays and its store; says when that changes, so that each change is logged once.</summary>
internal sealed class RelayHealth(IReadOnlyList<RelaySettings> relays)
{
    private readonly Dictionary<string, RelayFault?> _faults = relays.ToDictionary(relay => relay.Name, _ => (RelayFault?)null);
    private readonly HashSet<string> _reached = [];

    public string? StoreFault { get; private set; }

    /// <summary>True when this is news.</summary>
    public bool StoreDown(string why)
    {
        var news = StoreFault is null;
        StoreFault = why;
        return news;
    }

    /// <summary>True when it could not be used before.</summary>
    public bool StoreUp()
    {
        var news = StoreFault is not null;
        StoreFault = null;
        return news;
    }

    /// <summary>True when the relay was not usable before.</summary>
    public bool RelayUp(RelaySettings relay)
    {
        var news = _faults[relay.Name] is not null || _reached.Add(relay.Name);
        _faults[relay.Name] = null;
        return news;
    }

    /// <summary>True when the relay fails for the first time or in another way.</summary>
    public bool RelayDown(RelaySettings relay, RelayFault fault)
    {
        var news = _faults[relay.Name]?.Kind != fault.Kind;
        _faults[relay.Name] = fault;
        return news;
    }

    public RelayState View(RelaySettings relay, IEnumerable<Slot> slots)
    {
        var states = slots.Select(slot => slot.State).ToArray();
        return new RelayState(
            relay.Name, relay.Host, relay.Port, _faults[relay.Name]?.Why,
            states.Count(state => state is SlotState.Free or SlotState.Asking or SlotState.Sending),
            states.Count(state => state == SlotState.Sending),
            states.Length);
    }
}
