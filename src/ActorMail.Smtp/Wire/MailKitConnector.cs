using System.Net;
using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>Opens SMTP sessions with MailKit; what is sent then goes pipelined where the relay offers it.</summary>
/// <param name="ehloName">
/// The name given in EHLO: the sender's own domain (SenderSettings.FromEmail.Domain) is best, relays that ask for a full host
/// name take it. Default: the address literal [127.0.0.1], which RFC 5321 4.1.3 allows where there is no name. Never the
/// machine's name, which would show the inside of the owner's network in every letter's Received line.
/// </param>
/// <param name="time">Default: the system's clock.</param>
public sealed class MailKitConnector(string? ehloName = null, TimeProvider? time = null) : IRelayConnector
{
    // MailKit puts an address in brackets.
    private const string NoName = "127.0.0.1";

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly PipeliningTrust _pipelining = new(time ?? TimeProvider.System);

    /// <summary>Which peers may get credentials in plain text.</summary>
    internal Func<IPAddress, bool> IsLoopback { get; init; } = IPAddress.IsLoopback;

    /// <summary>False: MailKit hands every message over, command by command.</summary>
    internal bool Pipelining { get => _pipelining.Enabled; init => _pipelining = new PipeliningTrust(_time) { Enabled = value }; }

    public IRelayConnection Create(RelaySettings relay) =>
        new RelayConnection(relay, new ConnectionTerms(ehloName ?? NoName, _time, IsLoopback, _pipelining));
}
