namespace ActorMail.Relays;

/// <summary>The phases a rule is about.</summary>
[Flags]
internal enum Phases
{
    AtConnect = 1 << SmtpPhase.Connect,
    AtStartTls = 1 << SmtpPhase.StartTls,
    AtLogin = 1 << SmtpPhase.Login,
    AtMail = 1 << SmtpPhase.Mail,
    AtRcpt = 1 << SmtpPhase.Rcpt,
    AtData = 1 << SmtpPhase.Data,
    AtDot = 1 << SmtpPhase.Dot,
    FromRcpt = AtRcpt | AtData | AtDot,
    FromMail = AtMail | FromRcpt,
}

/// <summary>One line of the reply table.</summary>
/// <param name="Codes">Basic codes, such as <c>550|551</c> or <c>4xx</c>.</param>
/// <param name="Enhanced">Enhanced codes, such as <c>5.1.1|5.7.*</c>; <c>-</c> for none, <c>*</c> for any or none.</param>
/// <param name="Says">The meaning its text has to have (reply-phrases.txt); null when the text does not matter.</param>
internal sealed record ReplyRule(Phases Phases, string Codes, string Enhanced, string? Says, ReplyVerdict Verdict)
{
    private readonly (bool IsClass, int Number)[] _codes = [.. Codes.Split('|').Select(ParseCode)];
    private readonly string[] _enhanced = Enhanced.Split('|');

    public static ReplyRule When(
        int row, Phases phases, string codes, string enhanced, ReplyScope scope, RecipientAction recipient,
        SessionAction session, WiderAction? wider = null) =>
        new(phases, codes, enhanced, null, wider is null
            ? new ReplyVerdict(row, scope, recipient, session)
            : new ReplyVerdict(row, scope, recipient, session, wider));

    public ReplyRule Saying(string meaning) => this with { Says = meaning };

    public bool Fits(SmtpPhase phase, SmtpReply reply) =>
        ((int)Phases & (1 << (int)phase)) != 0
        && FitsCode(reply.Code)
        && FitsEnhanced(reply.Enhanced)
        && (Says is null || ReplyPhrases.Says(Says, reply.Text));

    private static (bool IsClass, int Number) ParseCode(string pattern) =>
        pattern[1] == 'x' ? (true, pattern[0] - '0') : (false, int.Parse(pattern, null));

    private bool FitsCode(int code)
    {
        foreach (var (isClass, number) in _codes)
            if (isClass ? code >= 0 && code / 100 == number : code == number) return true;
        return false;
    }

    private bool FitsEnhanced(string? enhanced)
    {
        foreach (var pattern in _enhanced)
            if (FitsEnhanced(pattern, enhanced)) return true;
        return false;
    }

    private static bool FitsEnhanced(string pattern, string? enhanced) => pattern switch
    {
        "*" => true,
        "-" => enhanced is null,
        [.., '.', '*'] => enhanced?.StartsWith(pattern[..^1], StringComparison.Ordinal) == true,
        _ => enhanced == pattern,
    };
}
