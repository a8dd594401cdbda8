using System.Collections.Concurrent;
using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// Which relays may be sent several commands together. One that once answered what was not due is spoken to command by command
/// from then on, for an hour: some filters in between offer PIPELINING and cannot do it. One that ended a session to which the next
/// message was told ahead is told of none ahead for as long: what it says of the last message must not drown in such an end.
/// </summary>
internal sealed class PipeliningTrust(TimeProvider time)
{
    private static readonly TimeSpan DoubtLasts = TimeSpan.FromHours(1);
    private readonly Doubts _together = new(time);
    private readonly Doubts _ahead = new(time);

    /// <summary>False: no relay is trusted.</summary>
    public bool Enabled { get; init; } = true;

    public bool Trusts(RelaySettings relay) => Enabled && !_together.Has(relay);

    /// <summary>Whether it may be told of the next message along with the dot of the one before.</summary>
    public bool TrustsAhead(RelaySettings relay) => Trusts(relay) && !_ahead.Has(relay);

    public void Doubt(RelaySettings relay) => _together.Add(relay);

    public void DoubtAhead(RelaySettings relay) => _ahead.Add(relay);

    private sealed class Doubts(TimeProvider time)
    {
        private readonly ConcurrentDictionary<(string Host, int Port), DateTimeOffset> _until = new();

        public bool Has(RelaySettings relay) =>
            !_until.IsEmpty && _until.TryGetValue((relay.Host, relay.Port), out var until) && time.GetUtcNow() < until;

        public void Add(RelaySettings relay) => _until[(relay.Host, relay.Port)] = time.GetUtcNow() + DoubtLasts;
    }
}
