using System.Net;
using System.Security.Authentication;
using ActorMail.Relays;
using MailKit.Net.Smtp;

namespace ActorMail.Smtp.Wire;

/// <summary>Opens one session as a mailer would, looks at it and ends it: nothing is sent.</summary>
internal static class RelayProbe
{
    // Somebody waits for the answer.
    private static readonly TimeSpan Connect = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Command = TimeSpan.FromSeconds(15);

    public static async Task<ProbedRelay> RunAsync(
        RelaySettings relay, string ehloName, TimeProvider time, CancellationToken cancel)
    {
        var trace = new OpeningTrace();
        var hurried = relay with
        {
            ConnectTimeout = Least(relay.ConnectTimeout, Connect), CommandTimeout = Least(relay.CommandTimeout, Command),
        };
        var terms = new ConnectionTerms(ehloName, time, IPAddress.IsLoopback, new PipeliningTrust(time));
        var (session, fault) = await SessionOpening.OpenAsync(hurried, terms, new byte[RelayStream.OutputSize], cancel, trace).ConfigureAwait(false);
        if (session is null) return new ProbedRelay(trace.Peer, StageOf(relay, trace, fault!), fault, trace.Certificate, null);
        using (session)
        {
            var client = session.Client;
            var offer = RelayOffer.Of(client, session.TlsVersion);
            session.Watchdog.Allow(RelaySession.FarewellTimeout);
            try
            {
                await client.DisconnectAsync(quit: true, cancel).ConfigureAwait(false);
            }
            catch (Exception rude) when (rude is not OutOfMemoryException && !cancel.IsCancellationRequested)
            {
                // All that was asked is known.
            }

            return new ProbedRelay(trace.Peer, ProbeStage.Done, null, trace.Certificate, offer);
        }
    }

    private static ProbeStage StageOf(RelaySettings relay, OpeningTrace trace, RelayFault fault) => fault switch
    {
        _ when trace.Peer is null => ProbeStage.Connect,
        { Kind: RelayFaultKind.Credentials } => ProbeStage.Login,
        { Kind: RelayFaultKind.Security } => ProbeStage.Tls,
        _ when trace.LoggingIn => ProbeStage.Login,
        _ when trace.Certificate is null && (trace.AskedForTls || relay.Security == RelaySecurity.Tls) => ProbeStage.Tls,
        _ => ProbeStage.Greeting,
    };

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>What was met.</summary>
/// <param name="Peer">Null when nothing answered.</param>
/// <param name="Stage">Where it ended.</param>
/// <param name="Fault">Why it ended there; null when all went well, and then <paramref name="Offer"/> is known.</param>
internal sealed record ProbedRelay(
    IPEndPoint? Peer, ProbeStage Stage, RelayFault? Fault, ShownCertificate? Certificate, RelayOffer? Offer);

/// <summary>What the relay can do.</summary>
/// <param name="MaxSize">Bytes of a letter; 0 when it does not say.</param>
/// <param name="Missing">Extensions that matter to letters and are not offered.</param>
internal sealed record RelayOffer(
    SslProtocols Tls, long MaxSize, IReadOnlyList<string> Extensions, IReadOnlyList<string> Missing)
{
    private static readonly (SmtpCapabilities Flag, string Name)[] Known =
    [
        (SmtpCapabilities.Size, "SIZE"), (SmtpCapabilities.Pipelining, "PIPELINING"), (SmtpCapabilities.EightBitMime, "8BITMIME"),
        (SmtpCapabilities.UTF8, "SMTPUTF8"), (SmtpCapabilities.Chunking, "CHUNKING"),
    ];

    public static RelayOffer Of(SmtpClient client, SslProtocols tls)
    {
        var offered = Known.ToLookup(one => client.Capabilities.HasFlag(one.Flag), one => one.Name);
        return new RelayOffer(tls, (long)client.MaxSize, [.. offered[true]], [.. offered[false]]);
    }
}

/// <summary>The steps of an opening, in their order.</summary>
internal enum ProbeStage
{
    Connect,
    Greeting,
    Tls,
    Login,
    Done,
}
