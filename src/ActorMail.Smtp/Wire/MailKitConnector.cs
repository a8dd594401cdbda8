using System.Net;
using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>Opens SMTP sessions with MailKit.</summary>
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

    /// <summary>Which peers may get credentials in plain text.</summary>
    internal Func<IPAddress, bool> IsLoopback { get; init; } = IPAddress.IsLoopback;

    public IRelayConnection Create(RelaySettings relay) =>
        new MailKitConnection(relay, ehloName ?? NoName, time ?? TimeProvider.System, IsLoopback);
}
