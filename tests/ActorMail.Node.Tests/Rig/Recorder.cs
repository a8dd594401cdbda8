using ActorMail.DevInbox;

namespace ActorMail.Node.Tests.Rig;

/// <summary>
/// The relay of the scenarios: a real SMTP server in the test's own process that remembers who got what and when.
/// </summary>
internal sealed class Recorder : IAsyncDisposable
{
    private readonly DevInboxServer _server;

    private Recorder(DevInboxServer server) => _server = server;

    public DevInboxServer Server => _server;

    /// <summary>The moment by the clock the relay writes its ledger with.</summary>
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public int Port => _server.Port;

    /// <summary>The ends of data the server saw: what it took over, in order.</summary>
    public IEnumerable<LedgerLine> Taken => _server.Ledger.Where(line => line.Event == LedgerEvent.Dot);

    /// <summary>Every mail that began: of the recipient alone the server may be told ahead.</summary>
    public IEnumerable<LedgerLine> Begun => _server.Ledger.Where(line => line.Event == LedgerEvent.Body);

    /// <summary>Mails that began and are not answered yet.</summary>
    public int OnTheWire => _server.Ledger.Sum(
        line => line.Event switch { LedgerEvent.Body => 1, LedgerEvent.Answered => -1, _ => 0 });

    /// <param name="dotDelay">
    /// How long each message's last answer takes: what makes a run last long enough to meddle with.
    /// </param>
    public static async Task<Recorder> StartAsync(TimeSpan dotDelay = default, int port = 0) => new(
        await DevInboxServer.StartAsync(
            new DevInboxOptions { KeepLedger = true, DotDelay = dotDelay, Port = port }, CancellationToken.None));

    public Task ReceivedAsync(int mails) => _server.WaitForAsync(mails, TimeSpan.FromSeconds(60));

    /// <summary>Each recipient with the mails it got, as their Message-IDs.</summary>
    public ILookup<string, string> MailsByReader() =>
        Taken.ToLookup(line => line.Recipient, line => line.MessageId ?? "", StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Asserts that reader 1 to <paramref name="readers"/> got exactly one mail each and nobody else did.
    /// </summary>
    public void AssertOneMailForEach(int readers)
    {
        var mails = MailsByReader();
        Assert.Equal(
            Enumerable.Range(1, readers).Select(NodeApi.Reader).Order(), mails.Select(reader => reader.Key).Order());
        Assert.All(mails, reader => Assert.Single(reader));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
