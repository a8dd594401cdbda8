namespace ActorMail.Relays;

/// <summary>Says what of a relay's openings is news, so that each change is logged once.</summary>
internal sealed class RelayNewsOnce
{
    private readonly Dictionary<string, RelayFaultKind?> _known = [];

    /// <summary>True when it was not known to.</summary>
    public bool TakesConnections(RelayDesk relay)
    {
        var news = !_known.TryGetValue(relay.Settings.Name, out var known) || known is not null;
        _known[relay.Settings.Name] = null;
        return news;
    }

    /// <summary>True when it fails for the first time, or in another way.</summary>
    public bool CannotBeUsed(RelayDesk relay, RelayFault fault)
    {
        var news = _known.GetValueOrDefault(relay.Settings.Name) != fault.Kind;
        _known[relay.Settings.Name] = fault.Kind;
        return news;
    }
}
