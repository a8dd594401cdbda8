namespace ActorMail.Relays;

/// <summary>
/// What a reply, or the end of the link, means for one delivery (DELIVERY.md section 3, whose rows are named). It decides by the
/// basic code's first digit, then by numbers: the phase, the code, the enhanced code. Texts are carried, never searched.
/// </summary>
public static class ReplyTable
{
    /// <summary>What the relay's answer in this phase means.</summary>
    public static SendResult Decide(SmtpPhase phase, SmtpReply reply) => (phase, reply.Code) switch
    {
        // Rows 1-6 are about the relay, not about a delivery: no reader is touched by them.
        (SmtpPhase.Connect, _) => Broken(phase, $"the relay answered {reply}"),

        // Row 20: the relay is leaving; it said "later", so this message is surely not taken, not even after the dot.
        (_, 421) => new SendResult.Deferred(reply, SessionUsable: false),

        // Row 7: the session is not what the relay wants (AUTH, STARTTLS); every reader would be refused alike.
        (_, 530) => new SendResult.RunRefused(reply, SessionUsable: false),

        // Row 28. Any 2xx: the first digit decides (RFC 5321 4.2.1).
        (SmtpPhase.Dot, >= 200 and <= 299) => new SendResult.Accepted(reply),

        // Rows 8, 14, 16-19, 21, 23, 27.
        (_, >= 400 and <= 499) => new SendResult.Deferred(reply),

        (_, >= 500 and <= 599) => Refused(phase, reply),

        // Row 31: no code that was due here.
        _ => Broken(phase, $"unexpected answer {reply}"),
    };

    /// <summary>What it means that the session ended without an answer: rows 29 (before the last byte) and 30 (after it).</summary>
    public static SendResult Broken(SmtpPhase phase, string why) =>
        phase == SmtpPhase.Dot ? new SendResult.Uncertain(why) : new SendResult.Broken(why);

    private static SendResult Refused(SmtpPhase phase, SmtpReply reply) => (phase, reply.Code, reply.Enhanced) switch
    {
        // Row 11: the address needs SMTPUTF8 and somebody on the way has it not.
        (_, _, "5.6.7") => new SendResult.Rejected(reply),

        // Row 9, also where a relay judges the sender only at RCPT (Postfix's smtpd_delay_reject) or later.
        (_, _, "5.1.7" or "5.1.8" or "5.7.27") => new SendResult.RunRefused(reply),

        // Rows 9 and 10.
        (SmtpPhase.Mail, _, _) => new SendResult.RunRefused(reply),

        // RCPT itself is not understood or not due: that says nothing about the reader (P8), and it would hit all.
        (SmtpPhase.Rcpt, 500 or 502 or 503, _) => new SendResult.RunRefused(reply, SessionUsable: false),

        // Rows 11-15: bad address, disabled, full, policy.
        (SmtpPhase.Rcpt, _, _) => new SendResult.Rejected(reply),

        // Row 23: "no valid recipients", or what RCPT could have said; else as for MAIL.
        (SmtpPhase.Data, 554, "5.5.1") => new SendResult.Rejected(reply),
        (SmtpPhase.Data, _, { } enhanced) when IsAboutRecipient(enhanced) => new SendResult.Rejected(reply),
        (SmtpPhase.Data, _, _) => new SendResult.RunRefused(reply),

        // Rows 24-26.
        _ => new SendResult.Rejected(reply),
    };

    // RFC 3463: x.1.1-x.1.6 and x.1.10 are about the destination's address, x.2.y about its mailbox.
    private static bool IsAboutRecipient(string enhanced) =>
        enhanced is "5.1.1" or "5.1.2" or "5.1.3" or "5.1.4" or "5.1.5" or "5.1.6" or "5.1.10"
        || enhanced.StartsWith("5.2.", StringComparison.Ordinal);
}
