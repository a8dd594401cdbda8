namespace ActorMail.Relays;

/// <summary>The relays and providers' limits that are in force now: those of the start, or of the last configuration that was sound.</summary>
public sealed class RelayRoster(IReadOnlyList<RelaySettings> relays, DomainLimits domains)
{
    private volatile Sheet _sheet = new(relays, domains);

    /// <summary>Called after each change, by the thread that made it.</summary>
    public event Action? Changed;

    public IReadOnlyList<RelaySettings> Relays => _sheet.Relays;

    public DomainLimits Domains => _sheet.Domains;

    /// <summary>Puts others in force. Messages under way end as they began.</summary>
    public void Change(IReadOnlyList<RelaySettings> relays, DomainLimits domains)
    {
        _sheet = new Sheet(relays, domains);
        Changed?.Invoke();
    }

    private sealed record Sheet(IReadOnlyList<RelaySettings> Relays, DomainLimits Domains);
}
