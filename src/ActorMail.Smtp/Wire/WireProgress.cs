using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>How far the session's current message is. The client, the body and the socket each report what only they see.</summary>
internal sealed class WireProgress
{
    public SmtpPhase Phase { get; private set; } = SmtpPhase.Connect;

    /// <summary>
    /// The body's last byte was given to MailKit, whose next bytes may hold the end of data: the next write to the socket is the
    /// point of no return.
    /// </summary>
    public bool BodyHandedOver { get; private set; }

    /// <summary>True when the relay had already spoken when it was asked for its verdict, so what it said is no verdict.</summary>
    public bool AnsweredTooEarly { get; private set; }

    /// <summary>Packets read from the relay since the last byte was written.</summary>
    public int ReadsSinceDot { get; private set; }

    public void Begin() => (Phase, BodyHandedOver, AnsweredTooEarly, ReadsSinceDot) = (SmtpPhase.Mail, false, false, 0);

    public void Reaches(SmtpPhase phase) => Phase = phase;

    public void SenderAccepted() => Phase = SmtpPhase.Rcpt;

    /// <summary>Answers are pipelined: a recipient accepted under a refused sender leads nowhere.</summary>
    public void RecipientAccepted() => Phase = Phase == SmtpPhase.Rcpt ? SmtpPhase.Data : Phase;

    public void BodyBegins() => Phase = SmtpPhase.Body;

    public void BodyEnds() => BodyHandedOver = true;

    public void LastByteLeaves(bool inputWaiting) => (Phase, AnsweredTooEarly) = (SmtpPhase.Dot, inputWaiting);

    public void Reads()
    {
        if (Phase == SmtpPhase.Dot) ReadsSinceDot++;
    }
}
