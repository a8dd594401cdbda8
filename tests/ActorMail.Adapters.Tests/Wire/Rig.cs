using ActorMail.Delivery;
using ActorMail.DevInbox;
using ActorMail.Relays;
using ActorMail.Smtp.Wire;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>A DevInbox and one connection to it.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Rig(DevInboxServer inbox, IRelayConnection connection) => (Inbox, Connection) = (inbox, connection);

    public DevInboxServer Inbox { get; }

    public IRelayConnection Connection { get; }

    public static async Task<Rig> StartAsync(
        DevInboxOptions? options = null, Func<RelaySettings, RelaySettings>? relay = null, MailKitConnector? connector = null)
    {
        var inbox = await DevInboxServer.StartAsync(options ?? new DevInboxOptions(), CancellationToken.None);
        return new Rig(inbox, (connector ?? new MailKitConnector()).Create((relay ?? (same => same))(Relay(inbox))));
    }

    /// <summary>Settings that fit the server: its security, its certificate pinned, its login.</summary>
    public static RelaySettings Relay(DevInboxServer inbox) => new()
    {
        Name = "inbox",
        Host = "127.0.0.1",
        Port = inbox.Port,
        Security = inbox.Options.Tls switch
        {
            InboxTls.StartTls => RelaySecurity.StartTls,
            InboxTls.Implicit => RelaySecurity.Tls,
            _ => RelaySecurity.None,
        },
        PinnedCertificate = inbox.Certificate?.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256),
        UserName = inbox.Options.RequireAuth?.UserName,
        Password = inbox.Options.RequireAuth?.Password,
    };

    public static RelaySettings Impatient(RelaySettings relay) =>
        relay with { CommandTimeout = Short, ConnectTimeout = Short, FinalDotTimeout = Short };

    public Task<RelayFault?> OpenAsync() => Connection.OpenAsync(CancellationToken.None).WaitAsync(Patience);

    public Task<SendResult> SendAsync(string to = "anna@reader.example", TestLetter? letter = null) =>
        SendAsync(TestLetter.To(to), letter);

    public Task<SendResult> SendAsync(Recipient to, TestLetter? letter = null, string? next = null) => Connection.SendAsync(
        letter ?? new TestLetter(), to, next is null ? null : new Upcoming(new TestLetter(), TestLetter.To(next)), CancellationToken.None)
        .WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Inbox.DisposeAsync();
    }
}
