using System.Net;
using System.Net.Sockets;
using ActorMail.Relays;
using MailKit.Net.Smtp;
using MailKit.Security;
using AuthenticationException = System.Security.Authentication.AuthenticationException;

namespace ActorMail.Smtp.Wire;

/// <summary>From nothing to a session that may send: connect, secure, log in, or say which of them failed (rows 1-6).</summary>
internal static class SessionOpening
{
    private const int Leaving = 421;

    /// <summary>Exactly one of the two is not null. Throws only for the caller's token.</summary>
    /// <param name="output">A buffer for what the session writes.</param>
    /// <param name="trace">Notes how far it came; null when nobody asks.</param>
    public static async Task<(RelaySession? Session, RelayFault? Fault)> OpenAsync(
        RelaySettings relay, ConnectionTerms terms, byte[] output, CancellationToken cancel, OpeningTrace? trace = null)
    {
        Socket socket;
        try
        {
            socket = await Dialer.DialAsync(relay.Host, relay.Port, relay.ConnectTimeout, terms.Time, cancel).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is SocketException or TimeoutException or ArgumentException)
        {
            return (null, Fault(SmtpPhase.Connect, LinkEnd.Unreachable,
                $"Cannot connect to {relay.Host}:{relay.Port}: {failed.Message}"));
        }

        var session = new RelaySession(socket, output, relay, terms.EhloName, terms.Time);
        trace?.Follow(session, socket.RemoteEndPoint as IPEndPoint);
        var fault = MayLogIn(relay, socket, terms.IsLoopback)
            ? await GreetAsync(session, relay, trace, cancel).ConfigureAwait(false)
            : Fault(SmtpPhase.Connect, LinkEnd.NoStartTls, "Credentials are not sent without TLS to another machine.");
        session.Watchdog.Rest();
        if (fault is null) return (session, null);
        session.Dispose();
        return (null, fault);
    }

    private static bool MayLogIn(RelaySettings relay, Socket socket, Func<IPAddress, bool> isLoopback) =>
        relay.UserName is null || relay.Security != RelaySecurity.None
        || (socket.RemoteEndPoint is IPEndPoint peer && isLoopback(peer.Address));

    private static async Task<RelayFault?> GreetAsync(
        RelaySession session, RelaySettings relay, OpeningTrace? trace, CancellationToken cancel)
    {
        try
        {
            session.Watchdog.Allow(relay.CommandTimeout);
            await session.Client.ConnectAsync(session.Stream, relay.Host, relay.Port, Options(relay.Security), cancel)
                .ConfigureAwait(false);
            if (relay.UserName is null) return null;
            trace?.LogsIn();
            return await LogInAsync(session, relay, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            session.Dispose();
            throw;
        }
        catch (SmtpCommandException refused)
        {
            var reply = SmtpReply.Parse((int)refused.StatusCode, refused.Message);
            return session.AskedForTls
                ? Fault(SmtpPhase.StartTls, reply, "The relay refused STARTTLS")
                : Fault(SmtpPhase.Connect, reply, "The relay answered");
        }
        catch (NotSupportedException)
        {
            return Fault(SmtpPhase.StartTls, LinkEnd.NoStartTls, "The relay does not offer STARTTLS.");
        }
        // A link that broke in the handshake may heal; a certificate or a version that does not fit will not.
        catch (SslHandshakeException untrusted) when (untrusted.InnerException is AuthenticationException && !session.Watchdog.Bitten)
        {
            return Fault(SmtpPhase.StartTls, LinkEnd.Untrusted, $"No trusted TLS: {untrusted.InnerException.Message}");
        }
        // MailKit goes on with HELO after an EHLO that was answered so, and finds the link closed.
        catch (SmtpProtocolException) when (session.LastCode == Leaving)
        {
            return Fault(SmtpPhase.Connect, new SmtpReply(Leaving, null, "and closed the link"), "The relay answered");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return Fault(SmtpPhase.Connect, session.EndOf(broken), $"No session: {session.Why(broken)}");
        }
    }

    private static async Task<RelayFault?> LogInAsync(RelaySession session, RelaySettings relay, CancellationToken cancel)
    {
        var reply = await session.Client.LoginAsync(relay.UserName!, relay.Password ?? "", cancel).ConfigureAwait(false);
        return reply switch
        {
            null => Fault(SmtpPhase.Login, LinkEnd.NoLogin, "The relay offers neither AUTH PLAIN nor AUTH LOGIN."),
            { Code: >= 200 and <= 299 } => null,
            _ => Fault(SmtpPhase.Login, reply, reply.Code >= 500 ? "The login was refused" : "The login was put off"),
        };
    }

    private static SecureSocketOptions Options(RelaySecurity security) => security switch
    {
        RelaySecurity.StartTls => SecureSocketOptions.StartTls,
        RelaySecurity.Tls => SecureSocketOptions.SslOnConnect,
        RelaySecurity.None => SecureSocketOptions.None,
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, null),
    };

    private static RelayFault Fault(SmtpPhase phase, LinkEnd end, string why) => RelayFault.Of(ReplyTable.Judge(phase, end), why);

    private static RelayFault Fault(SmtpPhase phase, SmtpReply reply, string what) =>
        RelayFault.Of(ReplyTable.Judge(phase, reply), $"{what}: {reply}");
}
