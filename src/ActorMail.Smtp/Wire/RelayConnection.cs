using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Relays;
using ActorMail.Subscribers;
using MailKit.Net.Smtp;

namespace ActorMail.Smtp.Wire;

/// <summary>One SMTP session at a time, over a socket of our own.</summary>
internal sealed class RelayConnection : IRelayConnection
{
    private readonly RelaySettings _relay;
    private readonly ConnectionTerms _terms;
    private readonly WireMessage _wire = new();
    private readonly MailKitHandOver _plain;
    private readonly PipelinedHandOver _pipelined;
    private RelaySession? _session;

    public RelayConnection(RelaySettings relay, ConnectionTerms terms)
    {
        (_relay, _terms) = (relay, terms);
        _plain = new MailKitHandOver(_wire);
        _pipelined = new PipelinedHandOver(_wire);
    }

    public async Task<RelayFault?> OpenAsync(CancellationToken cancel)
    {
        Drop();
        var (session, fault) = await SessionOpening.OpenAsync(_relay, _terms, cancel).ConfigureAwait(false);
        _session = session;
        return fault;
    }

    public async Task<SendResult> SendAsync(ILetter letter, Recipient recipient, CancellationToken cancel)
    {
        var mime = letter as IMimeLetter ?? throw new ArgumentException("The letter was not composed for the wire.", nameof(letter));
        if (_session is not { Usable: true } session) return new SendResult.Broken("no session is open");
        if (!session.Client.IsConnected || session.Replies.HasMore || session.Stream.EndedWhileIdle(session.Client.IsSecure))
            return End(session, new SendResult.Broken("the relay ended the session while it was idle"));
        if (cancel.IsCancellationRequested) return End(session, new SendResult.Broken("stopped before MAIL"));
        if (recipient.Email.NeedsSmtpUtf8 && !session.Client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            return ReplyTable.Decide(SmtpPhase.Mail, LinkEnd.NoSmtpUtf8, "The relay does not offer SMTPUTF8 for this address.");

        try
        {
            _wire.Fill(mime, recipient);
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

        var result = await HandOverAsync(session, mime.EnvelopeFrom, recipient.Email, cancel).ConfigureAwait(false);
        return result.SessionUsable && session.Client.IsConnected ? result : End(session, result);
    }

    public async Task CloseAsync()
    {
        if (_session is { Usable: true } session && session.Client.IsConnected)
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

    private async Task<SendResult> HandOverAsync(RelaySession session, EmailAddress from, EmailAddress to, CancellationToken cancel)
    {
        if (!session.Pipelines || !_terms.Pipelining.Trusts(_relay) || !Envelope.Takes(from) || !Envelope.Takes(to))
            return await _plain.SendAsync(session, from, to, cancel).ConfigureAwait(false);
        var result = await _pipelined.SendAsync(session, from, to, cancel).ConfigureAwait(false);
        if (result.Verdict.Scope == ReplyScope.Protocol) _terms.Pipelining.Doubt(_relay);
        return result;
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
