namespace ActorMail.Relays;

/// <summary>Why a relay cannot be used now.</summary>
/// <param name="Kind">Who has to act.</param>
/// <param name="Why">For the operator: one sentence, without secrets.</param>
public sealed record RelayFault(RelayFaultKind Kind, string Why)
{
    /// <summary>What it asks for.</summary>
    public ReplyVerdict Verdict
    {
        get => field ?? Kind switch
        {
            RelayFaultKind.Unavailable => ReplyTable.Judge(SmtpPhase.Connect, LinkEnd.Unreachable),
            RelayFaultKind.Security => ReplyTable.Judge(SmtpPhase.StartTls, LinkEnd.Untrusted),
            RelayFaultKind.Credentials => ReplyTable.Judge(SmtpPhase.Login, LinkEnd.NoLogin),
            _ => throw new InvalidOperationException($"{Kind} is no kind of fault."),
        };
        init;
    }

    /// <summary>What a verdict over an opening means for the operator.</summary>
    public static RelayFault Of(ReplyVerdict verdict, string why) => new(
        verdict.Scope switch
        {
            ReplyScope.Security => RelayFaultKind.Security,
            ReplyScope.Credentials => RelayFaultKind.Credentials,
            _ => RelayFaultKind.Unavailable,
        }, why)
    { Verdict = verdict };
}

/// <summary>Which part of a session failed.</summary>
public enum RelayFaultKind
{
    /// <summary>Not reachable, refusing or slow: time may heal it.</summary>
    Unavailable,

    /// <summary>TLS is missing or not trusted: the operator has to act; it never goes on in plain text.</summary>
    Security,

    /// <summary>The credentials were refused: the operator has to act.</summary>
    Credentials,
}
