namespace ActorMail.Relays;

/// <summary>How sending one letter ended, and whether the session can be used again.</summary>
/// <param name="SessionUsable">False when the connection must be closed and opened anew.</param>
public abstract record SendResult(bool SessionUsable)
{
    /// <summary>What it asks for: the waits, the address' standing, what concerns the relay, the run or the provider.</summary>
    public ReplyVerdict Verdict { get => field ?? Usual; init; }

    /// <summary>The plainest verdict an end of its kind can have.</summary>
    private protected abstract ReplyVerdict Usual { get; }

    /// <summary>250 after the final dot.</summary>
    public sealed record Accepted(SmtpReply Reply, bool SessionUsable = true) : SendResult(SessionUsable)
    {
        private protected override ReplyVerdict Usual => Judged(SmtpPhase.Dot, 250);
    }

    /// <summary>Surely not accepted; worth another try later.</summary>
    public sealed record Deferred(SmtpReply Reply, bool SessionUsable = true) : SendResult(SessionUsable)
    {
        private protected override ReplyVerdict Usual => Judged(SmtpPhase.Dot, 450);
    }

    /// <summary>Refused for this reader.</summary>
    public sealed record Rejected(SmtpReply Reply, bool SessionUsable = true) : SendResult(SessionUsable)
    {
        private protected override ReplyVerdict Usual => Judged(SmtpPhase.Rcpt, 550);
    }

    /// <summary>The last byte was handed over and no answer came.</summary>
    public sealed record Uncertain(string Why) : SendResult(false)
    {
        private protected override ReplyVerdict Usual => ReplyTable.Judge(SmtpPhase.Dot, LinkEnd.Broke);
    }

    /// <summary>Surely not accepted and not this reader's doing: the link broke before the last byte.</summary>
    public sealed record Broken(string Why, bool SessionUsable = false) : SendResult(SessionUsable)
    {
        private protected override ReplyVerdict Usual => ReplyTable.Judge(SmtpPhase.Mail, LinkEnd.Broke);
    }

    /// <summary>The relay would refuse every reader alike (the sender, the size): the post has to stop.</summary>
    public sealed record RunRefused(SmtpReply Reply, bool SessionUsable = true) : SendResult(SessionUsable)
    {
        private protected override ReplyVerdict Usual => Judged(SmtpPhase.Mail, 550);
    }

    /// <summary>This relay takes nothing from anybody now (its quota, a login it wants): another one may.</summary>
    public sealed record RelayRefused(SmtpReply Reply) : SendResult(false)
    {
        private protected override ReplyVerdict Usual => Judged(SmtpPhase.Mail, 530);
    }

    private static ReplyVerdict Judged(SmtpPhase phase, int code) => ReplyTable.Judge(phase, new SmtpReply(code, null, ""));
}
