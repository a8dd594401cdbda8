using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>
/// Whether the next round waits a moment for messages that are about to end. Where a relay answers much sooner than the store commits, a
/// round that begins with the first answer leaves all others to the round after, and each message waits for two commits instead of one.
/// </summary>
internal sealed class Gathering
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(20);
    private TimeSpan _commit;

    /// <summary>A round was committed.</summary>
    public void Committed(TimeSpan took) => _commit += (took - _commit) / RecentPeak.Memory;

    /// <summary>
    /// Until when the round waits unless all have ended before; null when it begins now. Nobody is waited for longer than a commit takes,
    /// and never at a relay where that is more than half of it.
    /// </summary>
    public DateTimeOffset? Until(IReadOnlyList<RelayDesk> relays, DateTimeOffset now)
    {
        DateTimeOffset? until = null;
        var patience = _commit < Longest ? _commit : Longest;
        foreach (var relay in relays)
        {
            if (relay.MessageTakes.Value is not { Ticks: > 0 } longest || longest > patience / 2) continue;
            foreach (var slot in relay.Slots)
            {
                // A clock that was set back makes nobody wait.
                if (slot.State != SlotState.Sending || slot.Since > now) continue;
                if (slot.Since + patience is var end && end > now && !(end <= until)) until = end;
            }
        }

        return until;
    }
}

/// <summary>The longest something took of late: shorter times wear it down, each by a sixteenth.</summary>
internal sealed class RecentPeak
{
    public const int Memory = 16;

    /// <summary>Zero when there was none yet.</summary>
    public TimeSpan Value { get; private set; }

    public void Add(TimeSpan took) => Value = took >= Value ? took : Value + (took - Value) / Memory;
}
