using ActorMail.Relays;

namespace ActorMail.SignUps;

/// <summary>
/// Which relays the confirmation mails leave alone, and until when: 5 seconds after a fault, twice as long after each one in a row up to 5
/// minutes, and an hour where a person has to act, because more logins could lock the account. What that person changes, or says, ends it.
/// </summary>
internal sealed class RelayRests(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ForAPerson = TimeSpan.FromHours(1);
    private readonly Dictionary<RelaySettings, (DateTimeOffset Until, TimeSpan Length)> _rests = [];

    /// <summary>Those of them that do not rest; nothing is kept of others, so that one with changed settings begins anew.</summary>
    public IReadOnlyList<RelaySettings> Awake(IReadOnlyList<RelaySettings> relays)
    {
        foreach (var gone in _rests.Keys.Except(relays).ToList()) _rests.Remove(gone);
        return [.. relays.Where(relay => !_rests.TryGetValue(relay, out var rest) || rest.Until <= time.GetUtcNow())];
    }

    public void Rest(RelaySettings relay, RelayFaultKind kind)
    {
        var before = _rests.TryGetValue(relay, out var rest) ? rest.Length : TimeSpan.Zero;
        var length = kind != RelayFaultKind.Unavailable ? ForAPerson
            : before == TimeSpan.Zero ? First
            : before < Longest / 2 ? before * 2
            : Longest;
        _rests[relay] = (time.GetUtcNow() + length, length);
    }

    public void Works(RelaySettings relay) => _rests.Remove(relay);

    /// <summary>A person says that it may be used again.</summary>
    public void Resume(string name)
    {
        foreach (var relay in _rests.Keys.Where(relay => relay.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
            _rests.Remove(relay);
    }
}
