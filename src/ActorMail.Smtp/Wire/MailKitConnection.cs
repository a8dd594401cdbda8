using System.Net;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Relays;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace ActorMail.Smtp.Wire;

/// <summary>One SMTP session at a time, over a socket of our own.</summary>
internal sealed class MailKitConnection(
    RelaySettings relay, string ehloName, TimeProvider time, Func<IPAddress, bool> isLoopback) : IRelayConnection
{
    private readonly WireMessage _wire = new();
    private RelaySession? _session;

    public async Task<RelayFault?> OpenAsync(CancellationToken cancel)
    {
        Drop();
        var (session, fault) = await SessionOpening.OpenAsync(relay, ehloName, time, isLoopback, cancel).ConfigureAwait(false);
        _session = session;
        return fault;
    }

    public async Task<SendResult> SendAsync(ILetter letter, Recipient recipient, CancellationToken cancel)
    {
        var mime = letter as IMimeLetter ?? throw new ArgumentException("The letter was not composed for the wire.", nameof(letter));
        if (_session is not { Usable: true } session) return new SendResult.Broken("no session is open");
        if (!session.Client.IsConnected || session.Stream.EndedWhileIdle(session.Client.IsSecure))
            return End(session, new SendResult.Broken("the relay ended the session while it was idle"));
        if (cancel.IsCancellationRequested) return End(session, new SendResult.Broken("stopped before MAIL"));
        if (recipient.Email.NeedsSmtpUtf8 && !session.Client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            return ReplyTable.Decide(SmtpPhase.Mail, LinkEnd.NoSmtpUtf8, "The relay does not offer SMTPUTF8 for this address.");

        MailboxAddress from, to;
        try
        {
            _wire.Fill(mime, recipient, session.Progress);
            // New ones each time: a shared address keeps every message it was part of alive.
            from = new MailboxAddress("", mime.EnvelopeFrom.ToString());
            to = new MailboxAddress("", recipient.Email.ToString());
        }
        catch (Exception bad) when (bad is not OutOfMemoryException)
        {
            return ReplyTable.Decide(SmtpPhase.Mail, LinkEnd.Unwritable, $"The letter cannot be written: {bad.Message}");
        }

        if (session.Client.MaxSize > 0 && _wire.Size > session.Client.MaxSize)
        {
            return ReplyTable.Decide(SmtpPhase.Mail, LinkEnd.TooLarge,
                $"The letter has {_wire.Size} bytes, the relay takes {session.Client.MaxSize}.");
        }

        var result = await HandOverAsync(session, _wire, from, to, cancel).ConfigureAwait(false);
        return result.SessionUsable && session.Client.IsConnected ? result : End(session, result);
    }

    public async Task CloseAsync()
    {
        if (_session is { } session && session.Client.IsConnected)
        {
            try
            {
                session.Watchdog.Allow(RelaySession.FarewellTimeout);
                await session.Client.DisconnectAsync(quit: true, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception rude) when (rude is not OutOfMemoryException)
            {
                // The relay owes us nothing any more.
            }
        }

        Drop();
    }

    public ValueTask DisposeAsync()
    {
        Drop();
        return ValueTask.CompletedTask;
    }

    private static async Task<SendResult> HandOverAsync(
        RelaySession session, WireMessage wire, MailboxAddress from, MailboxAddress to, CancellationToken cancel)
    {
        var progress = session.Progress;
        try
        {
            session.Watchdog.Allow(session.CommandTimeout);
            var text = await session.Client.SendAsync(wire, from, to, cancel).ConfigureAwait(false);
            var early = progress.ReadsSinceDot == 0 || (progress.AnsweredTooEarly && !session.Client.IsSecure);
            return early
                ? ReplyTable.Decide(SmtpPhase.Dot, LinkEnd.Nonsense, "the relay answered before it had the whole message")
                : ReplyTable.Decide(SmtpPhase.Dot, SmtpReply.Parse((int)SmtpStatusCode.Ok, text));
        }
        catch (SmtpCommandException refused)
        {
            var phase = refused.ErrorCode switch
            {
                SmtpErrorCode.SenderNotAccepted => SmtpPhase.Mail,
                SmtpErrorCode.RecipientNotAccepted => SmtpPhase.Rcpt,
                SmtpErrorCode.MessageNotAccepted => SmtpPhase.Dot,
                _ => SmtpPhase.Data,
            };
            return ReplyTable.Decide(phase, SmtpReply.Parse((int)refused.StatusCode, refused.Message));
        }
        catch (ServiceNotAuthenticatedException refused)
        {
            return ReplyTable.Decide(
                progress.Phase, SmtpReply.Parse((int)SmtpStatusCode.AuthenticationRequired, refused.Message));
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return ReplyTable.Decide(progress.Phase, session.EndOf(broken), session.Why(broken));
        }
        finally
        {
            session.Watchdog.Rest();
        }
    }

    private static SendResult End(RelaySession session, SendResult result)
    {
        session.Usable = false;
        return result.SessionUsable ? result with { SessionUsable = false } : result;
    }

    private void Drop()
    {
        _session?.Dispose();
        _session = null;
    }
}
