using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Relays;
using MailKit.Net.Smtp;

namespace ActorMail.Smtp.Wire;

/// <summary>One SMTP session at a time, over a socket of our own.</summary>
internal sealed class RelayConnection : IRelayConnection
{
    private readonly RelaySettings _relay;
    private readonly ConnectionTerms _terms;
    private readonly WireMessage _wire = new();

    /// <summary>Every write is waited for, so a session never finds one of the session before still reading it.</summary>
    private readonly byte[] _output = new byte[RelayStream.OutputSize];
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
        var (session, fault) = await SessionOpening.OpenAsync(_relay, _terms, _output, cancel).ConfigureAwait(false);
        _session = session;
        return fault;
    }

    public bool Takes(ILetter letter, Recipient recipient) =>
        _session?.Takes(new Envelope(MimeOf(letter).EnvelopeFrom, recipient.Email)) ?? true;

    public async Task<SendResult> SendAsync(ILetter letter, Recipient recipient, Upcoming? next, CancellationToken cancel)
    {
        var mime = MimeOf(letter);
        var mail = new Envelope(mime.EnvelopeFrom, recipient.Email);
        if (_session is not { Usable: true } session) return new SendResult.Broken("no session is open");
        if (!session.Takes(mail)) return End(session, new SendResult.Broken("the session waits for somebody else's message"));
        if (!session.Client.IsConnected || (session.Announced is null && session.SpokeOrEnded))
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

        var then = next is null ? null : new Envelope(MimeOf(next.Letter).EnvelopeFrom, next.Recipient.Email);
        var result = await HandOverAsync(session, mail, then, cancel).ConfigureAwait(false);
        return result.SessionUsable && session.Client.IsConnected ? result : End(session, result);
    }

    public void Prepare(Upcoming next)
    {
        try
        {
            _wire.Fill(MimeOf(next.Letter), next.Recipient);
        }
        catch (Exception bad) when (bad is not OutOfMemoryException)
        {
            // It is tried again, and told, when the letter is sent.
        }
    }

    public async Task CloseAsync()
    {
        if (_session is { Usable: true, Announced: null } session && session.Client.IsConnected)
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

    private static IMimeLetter MimeOf(ILetter letter) =>
        letter as IMimeLetter ?? throw new ArgumentException("The letter was not composed for the wire.", nameof(letter));

    private async Task<SendResult> HandOverAsync(RelaySession session, Envelope mail, Envelope? next, CancellationToken cancel)
    {
        var announced = session.Announced is not null;
        if (!announced && !(session.Pipelines && _terms.Pipelining.Trusts(_relay) && mail.IsPlain))
            return await _plain.SendAsync(session, mail, cancel).ConfigureAwait(false);
        var then = next is { IsPlain: true } && _terms.Pipelining.TrustsAhead(_relay) ? next : null;
        var result = await _pipelined.SendAsync(session, mail, then, cancel).ConfigureAwait(false);
        if (!result.SessionUsable && (announced || session.Announced is not null)) _terms.Pipelining.DoubtAhead(_relay);
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
