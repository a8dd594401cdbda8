using System.Globalization;

namespace ActorMail.DevInbox;

/// <summary>The server's side of one SMTP session (RFC 5321).</summary>
internal sealed class InboxSession
{
    private const int MaxErrors = 100;
    private readonly DevInboxServer _server;
    private readonly DevInboxOptions _options;
    private readonly InboxTransport _transport;
    private readonly long _connection;
    private readonly Envelope _envelope;
    private readonly InboxAnswers _answers;
    private readonly BodyReader _body;
    private bool _greeted;
    private bool _authenticated;
    private int _errors;

    public InboxSession(DevInboxServer server, InboxTransport transport, long connection)
    {
        (_server, _options, _transport, _connection) = (server, server.Options, transport, connection);
        _envelope = new Envelope(_options);
        _answers = new InboxAnswers(transport, server.Faults, connection, _envelope, _options);
        _body = new BodyReader(transport, _options.MaxMessageSize);
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        if (_options.Tls == InboxTls.Implicit && !await SecureAsync(InboxPhase.Accept, cancel).ConfigureAwait(false)) return;
        if (await _answers.AnswerAsync(InboxPhase.Connect, "220 devinbox ESMTP", cancel).ConfigureAwait(false) == Answered.Over)
            return;
        while (true)
        {
            var line = await CommandLine.ReadAsync(_transport, cancel).ConfigureAwait(false);
            switch (line.Kind)
            {
                case LineKind.End:
                    return;
                case LineKind.TooLong:
                    _transport.Queue("500 5.5.6 Line too long");
                    break;
                case LineKind.BareLf:
                    _transport.Queue("500 5.5.2 A line ends with CR LF");
                    break;
                default:
                    var answered = await ObeyAsync(line, cancel).ConfigureAwait(false);
                    if (answered == Answered.Over) return;
                    if (answered == Answered.Done) continue;
                    break;
            }

            if (++_errors <= MaxErrors) continue;
            _transport.Queue("421 4.7.0 Too many errors");
            await _transport.FlushAsync(cancel).ConfigureAwait(false);
            return;
        }
    }

    private ValueTask<Answered> ObeyAsync(CommandLine line, CancellationToken cancel) => line.Verb switch
    {
        "EHLO" => HelloAsync(line.Rest, extended: true, cancel),
        "HELO" => HelloAsync(line.Rest, extended: false, cancel),
        "STARTTLS" => StartTlsAsync(cancel),
        "AUTH" => LoginAsync(line.Rest, cancel),
        "MAIL" => MailAsync(line.Rest, cancel),
        "RCPT" => RecipientAsync(line.Rest, cancel),
        "DATA" => DataAsync(cancel),
        "RSET" => _answers.AnswerAsync(InboxPhase.Rset, "250 2.0.0 Ok", cancel, _envelope.Clear),
        "QUIT" => QuitAsync(cancel),
        "NOOP" => Say("250 2.0.0 Ok"),
        "VRFY" => Say("252 2.5.2 Send some mail and see"),
        _ => Say("500 5.5.2 Command not recognised"),
    };

    private ValueTask<Answered> Say(string line)
    {
        _transport.Queue(line);
        return ValueTask.FromResult(line[0] == '2' ? Answered.Done : Answered.NotDone);
    }

    private ValueTask<Answered> HelloAsync(string name, bool extended, CancellationToken cancel)
    {
        var right = name.Length == 0 ? "501 5.5.4 A name is needed" : extended ? Capabilities() : "250 devinbox";
        return _answers.AnswerAsync(InboxPhase.Ehlo, right, cancel, () =>
        {
            _greeted = true;
            _envelope.Clear();
        });
    }

    private string Capabilities()
    {
        List<string> lines = ["devinbox", $"SIZE {_options.MaxMessageSize}", "8BITMIME", "ENHANCEDSTATUSCODES"];
        if (_options.Pipelining) lines.Add("PIPELINING");
        if (_options.SmtpUtf8) lines.Add("SMTPUTF8");
        if (_options.Tls == InboxTls.StartTls && !_transport.Secure) lines.Add("STARTTLS");
        if (_options.RequireAuth is not null) lines.Add("AUTH " + _options.AuthMechanisms);
        return string.Join("\r\n", lines.Select((line, i) => (i < lines.Count - 1 ? "250-" : "250 ") + line));
    }

    private async ValueTask<Answered> StartTlsAsync(CancellationToken cancel)
    {
        var right = _options.Tls != InboxTls.StartTls || _transport.Secure ? "503 5.5.1 Not offered" : "220 2.0.0 Go ahead";
        var answered = await _answers.AnswerAsync(InboxPhase.StartTls, right, cancel).ConfigureAwait(false);
        if (answered != Answered.Done) return answered;
        if (!await SecureAsync(InboxPhase.Handshake, cancel).ConfigureAwait(false)) return Answered.Over;
        (_greeted, _authenticated) = (false, false);
        _envelope.Clear();
        return Answered.Done;
    }

    /// <summary>The handshake, unless a fault strikes; false when the connection is over.</summary>
    private async ValueTask<bool> SecureAsync(InboxPhase phase, CancellationToken cancel)
    {
        await _transport.FlushAsync(cancel).ConfigureAwait(false);
        var fault = _server.Faults.Strike(phase, _connection, null, null);
        if (fault is not null && fault.Action is not FaultAction.Dribble)
        {
            // Not before the client has begun: what came with the reply to STARTTLS, a client has to forget.
            if (!await _transport.FillAsync(cancel).ConfigureAwait(false)) return false;
            if (await _answers.FailAsync(fault, "", null, cancel).ConfigureAwait(false) == Answered.Over) return false;
        }

        await _transport.SecureAsync(_server.Certificate!, cancel, dribble: fault?.Action is FaultAction.Dribble).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<Answered> LoginAsync(string arguments, CancellationToken cancel)
    {
        if (_options.RequireAuth is not { } login) return await Say("503 5.5.1 Not offered").ConfigureAwait(false);
        var right = await new InboxLoginDialogue(_transport, login).RunAsync(arguments, cancel).ConfigureAwait(false);
        return await _answers.AnswerAsync(InboxPhase.Auth, right, cancel, () => _authenticated = true).ConfigureAwait(false);
    }

    private ValueTask<Answered> MailAsync(string arguments, CancellationToken cancel)
    {
        var right = _envelope.Check(arguments, out var sender);
        if (!_greeted) right = "503 5.5.1 Say EHLO first";
        else if (_options.RequireAuth is not null && !_authenticated) right = "530 5.7.0 Authentication required";
        return _answers.AnswerAsync(
            InboxPhase.Mail, right, cancel, () => _envelope.Begin(sender, _options.Time.GetUtcNow()));
    }

    private ValueTask<Answered> RecipientAsync(string arguments, CancellationToken cancel)
    {
        var right = _envelope.CheckRecipient(arguments, out var recipient);
        return _answers.AnswerAsync(InboxPhase.Rcpt, right, cancel, () =>
        {
            _envelope.Recipients.Add(recipient);
            _server.LedgerBook.Add(LedgerEvent.Rcpt, _connection, [recipient], null);
        }, recipient);
    }

    private async ValueTask<Answered> DataAsync(CancellationToken cancel)
    {
        var right = _envelope.From is null ? "503 5.5.1 Need MAIL command"
            : _envelope.Recipients.Count == 0 ? "554 5.5.1 No valid recipients" : "354 End data with <CR><LF>.<CR><LF>";
        var answered = await _answers.AnswerAsync(InboxPhase.Data, right, cancel).ConfigureAwait(false);
        if (answered != Answered.Done) return answered;
        _body.Start();
        if (_transport.Unread.IsEmpty && !await _transport.FillAsync(cancel).ConfigureAwait(false)) return Answered.Over;
        _server.LedgerBook.Add(LedgerEvent.Body, _connection, _envelope.Recipients, null);
        var refused = false;
        if (_answers.BodyFault() is { } fault)
        {
            var part = await _body.ReadAsync(fault.AfterBytes, cancel).ConfigureAwait(false);
            if (part == BodyEnd.Lost) return Answered.Over;
            if (part == BodyEnd.Dot) return await TakeAsync(cancel).ConfigureAwait(false);
            var struck = await _answers.FailAsync(fault, "", null, cancel).ConfigureAwait(false);
            if (struck == Answered.Over) return Answered.Over;
            // An early refusal is the answer; the rest of the body is swallowed. After a delay or a stall it goes on.
            refused = struck == Answered.NotDone && fault.Action is FaultAction.Reply;
        }

        if (await _body.ReadAsync(long.MaxValue, cancel).ConfigureAwait(false) != BodyEnd.Dot) return Answered.Over;
        if (!refused) return await TakeAsync(cancel).ConfigureAwait(false);
        _envelope.Clear();
        return Answered.NotDone;
    }

    private async ValueTask<Answered> TakeAsync(CancellationToken cancel)
    {
        var dotAt = _options.Time.GetUtcNow();
        var message = _body.Message();
        var facts = BodyFacts.Of(message);
        var (from, recipients, since) = (_envelope.From!, _envelope.Recipients, _envelope.Since);
        var messageId = _server.LedgerBook.Enabled ? MessageIdScan.Find(message) : null;
        _server.LedgerBook.Add(LedgerEvent.Dot, _connection, recipients, messageId);
        var right = _body.TooBig ? "552 5.3.4 Message size exceeds the limit"
            : facts.LongestLine > _options.MaxBodyLine
                ? string.Create(CultureInfo.InvariantCulture, $"554 5.6.0 A line is longer than {_options.MaxBodyLine}")
                : "250 2.0.0 Ok: queued";
        CapturedMail? mail = null;
        var answered = await _answers.AnswerAsync(InboxPhase.Dot, right, cancel, () => mail = _server.Mails.Add(number =>
            new CapturedMail(number, _connection, from, recipients, message, facts, since, dotAt))).ConfigureAwait(false);
        _envelope.Clear();
        if (answered != Answered.Done) return answered;
        await _transport.FlushAsync(cancel).ConfigureAwait(false);
        mail?.AnsweredAt = _options.Time.GetUtcNow();
        _server.LedgerBook.Add(LedgerEvent.Answered, _connection, recipients, messageId);
        return Answered.Done;
    }

    private async ValueTask<Answered> QuitAsync(CancellationToken cancel)
    {
        var answered = await _answers.AnswerAsync(InboxPhase.Quit, "221 2.0.0 Bye", cancel).ConfigureAwait(false);
        if (answered == Answered.Over) return answered;
        await _transport.FlushAsync(cancel).ConfigureAwait(false);
        _transport.Close();
        return Answered.Over;
    }
}
