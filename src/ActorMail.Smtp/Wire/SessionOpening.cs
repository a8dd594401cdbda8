using System.Net;
using System.Net.Sockets;
using ActorMail.Relays;
using MailKit.Net.Smtp;
using MailKit.Security;

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
            return (null, OpeningFault.Of(SmtpPhase.Connect, LinkEnd.Unreachable,
                $"Cannot connect to {relay.Host}:{relay.Port}: {failed.Message}"));
        }

        var session = new RelaySession(socket, output, relay, terms.EhloName, terms.Time);
        trace?.Follow(session, socket.RemoteEndPoint as IPEndPoint);
        var fault = MayLogIn(relay, socket, terms.IsLoopback)
            ? await GreetAsync(session, relay, terms.EhloName, trace, cancel).ConfigureAwait(false)
            : OpeningFault.Of(SmtpPhase.Connect, LinkEnd.NoStartTls, "Credentials are not sent without TLS to another machine.");
        session.Watchdog.Rest();
        if (fault is null) return (session, null);
        session.Dispose();
        return (null, fault);
    }

    private static bool MayLogIn(RelaySettings relay, Socket socket, Func<IPAddress, bool> isLoopback) =>
        relay.UserName is null || relay.Security != RelaySecurity.None
        || (socket.RemoteEndPoint is IPEndPoint peer && isLoopback(peer.Address));

    private static async Task<RelayFault?> GreetAsync(
        RelaySession session, RelaySettings relay, string ehloName, OpeningTrace? trace, CancellationToken cancel)
    {
        try
        {
            session.Watchdog.Allow(relay.CommandTimeout);
            if (await RelayTls.SecureAsync(session, relay, ehloName, cancel).ConfigureAwait(false) is { } insecure) return insecure;
            Stream greeted = relay.Security == RelaySecurity.StartTls ? new GreetedStream(session.Incoming) : session.Incoming;
            await session.Client.ConnectAsync(greeted, relay.Host, relay.Port, SecureSocketOptions.None, cancel).ConfigureAwait(false);
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
            return OpeningFault.Of(SmtpPhase.Connect, SmtpReply.Parse((int)refused.StatusCode, refused.Message), "The relay answered");
        }
        // MailKit goes on with HELO after an EHLO that was answered so, and finds the link closed.
        catch (SmtpProtocolException) when (session.LastCode == Leaving)
        {
            return OpeningFault.Of(SmtpPhase.Connect, new SmtpReply(Leaving, null, "and closed the link"), "The relay answered");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return OpeningFault.Of(SmtpPhase.Connect, session.EndOf(broken), $"No session: {session.Why(broken)}");
        }
    }

    private static async Task<RelayFault?> LogInAsync(RelaySession session, RelaySettings relay, CancellationToken cancel)
    {
        var reply = await session.Client.LoginAsync(relay.UserName!, relay.Password ?? "", cancel).ConfigureAwait(false);
        return reply switch
        {
            null => OpeningFault.Of(SmtpPhase.Login, LinkEnd.NoLogin, "The relay offers neither AUTH PLAIN nor AUTH LOGIN."),
            { Code: >= 200 and <= 299 } => null,
            _ => OpeningFault.Of(SmtpPhase.Login, reply, reply.Code >= 500 ? "The login was refused" : "The login was put off"),
        };
    }
}
