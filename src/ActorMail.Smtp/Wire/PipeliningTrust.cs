using System.Collections.Concurrent;
using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// Which relays may be sent several commands together. One that once answered what was not due is spoken to command by command
/// from then on, for an hour: some filters in between offer PIPELINING and cannot do it.
/// </summary>
internal sealed class PipeliningTrust(TimeProvider time)
{
    private static readonly TimeSpan DoubtLasts = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<(string Host, int Port), DateTimeOffset> _doubted = new();

    /// <summary>False: no relay is trusted.</summary>
    public bool Enabled { get; init; } = true;

    public bool Trusts(RelaySettings relay) =>
        Enabled && (_doubted.IsEmpty || !_doubted.TryGetValue((relay.Host, relay.Port), out var until) || time.GetUtcNow() >= until);

    public void Doubt(RelaySettings relay) => _doubted[(relay.Host, relay.Port)] = time.GetUtcNow() + DoubtLasts;
}
