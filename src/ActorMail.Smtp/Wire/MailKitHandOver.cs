using ActorMail.Relays;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace ActorMail.Smtp.Wire;

/// <summary>Hands a message over by MailKit: three round trips, and every extension MailKit knows.</summary>
internal sealed class MailKitHandOver(WireMessage wire)
{
    private readonly MailKitMessage _message = new(wire);

    public async Task<SendResult> SendAsync(RelaySession session, Envelope mail, CancellationToken cancel)
    {
        var progress = session.Progress;
        try
        {
            _message.Fill(progress);
            session.Watchdog.Allow(session.CommandTimeout);
            // New addresses each time: a shared one keeps every message it was part of alive.
            var text = await session.Client
                .SendAsync(_message, new MailboxAddress("", mail.From.ToString()), new MailboxAddress("", mail.To.ToString()), cancel)
                .ConfigureAwait(false);
            var early = progress.ReadsSinceDot == 0 || (progress.AnsweredTooEarly && !session.IsSecure);
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
}
