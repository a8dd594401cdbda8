using ActorMail.Relays;

namespace ActorMail.SignUps;

/// <summary>
/// Which relays the confirmation mails leave alone, and until when: 5 seconds after a fault, twice as long after each one in a row up to 5
/// minutes, and an hour where a person has to act, because more logins could lock the account.
/// </summary>
internal sealed class RelayRests(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ForAPerson = TimeSpan.FromHours(1);
    private readonly Dictionary<string, (DateTimeOffset Until, TimeSpan Length)> _rests = [];

    public bool IsResting(string relay) => _rests.TryGetValue(relay, out var rest) && rest.Until > time.GetUtcNow();

    public void Rest(string relay, RelayFaultKind kind)
    {
        var before = _rests.TryGetValue(relay, out var rest) ? rest.Length : TimeSpan.Zero;
        var length = kind != RelayFaultKind.Unavailable ? ForAPerson
            : before == TimeSpan.Zero ? First
            : before < Longest / 2 ? before * 2
            : Longest;
        _rests[relay] = (time.GetUtcNow() + length, length);
    }

    public void Works(string relay) => _rests.Remove(relay);
}
