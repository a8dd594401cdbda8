using static ActorMail.Relays.AddressFault;
using static ActorMail.Relays.Phases;
using static ActorMail.Relays.RecipientAction;
using static ActorMail.Relays.ReplyRule;
using static ActorMail.Relays.ReplyScope;
using static ActorMail.Relays.SessionAction;
using static ActorMail.Relays.WiderAction;

namespace ActorMail.Relays;

/// <summary>
/// DELIVERY.md section 3 as rules: the first that fits decides. A reply's basic code, phase and enhanced code come first; its text
/// is looked at only where no number decided, or inside a number that two things share; what is left goes by the first digit.
/// </summary>
public static class ReplyTable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);
    private static readonly RecipientAction Untouched = new Untouched();
    private static readonly RecipientAction Later = new Retry(Minute, Counted: false);

    /// <summary>The rows that a reply decides, in the order they are tried.</summary>
    internal static readonly IReadOnlyList<ReplyRule> Rules =
    [
        // Nearly every reply that is asked about.
        When(28, AtDot, "2xx", "*", ReplyScope.None, new Accepted(), Keep, new Healthy()),

        // No session yet: no recipient is touched.
        When(2, AtConnect, "4xx", "*", Relay, Untouched, Restart, new Slow()),
        When(2, AtStartTls, "421", "*", Relay, Untouched, Restart, new Slow()),
        When(3, AtConnect, "5xx", "*", Relay, Untouched, Restart, new PauseRelay(RelayPause.Refusing, After: 3)),
        When(4, AtStartTls, "4xx|5xx", "*", Security, Untouched, Drop, new PauseRelay(RelayPause.Security, After: 2)),
        When(5, AtLogin, "5xx", "*", Credentials, Untouched, Drop, new PauseRelay(RelayPause.Credentials)),
        When(6, AtLogin, "4xx", "*", Relay, Untouched, Restart, new Slow()),

        // By number: whatever the code, before anything else.
        When(21, FromRcpt, "4xx", "*", Domain, new Retry(TwoHours), Restart, new HoldDomain(TwoHours)).Saying("blocked sender"),
        When(21, FromRcpt, "4xx", "4.7.0|4.7.28", Domain, new Retry(), Restart, new ThrottleDomain(TimeSpan.FromMinutes(90))),
        When(21, FromMail, "454", "*", Relay, new Retry(), Restart, new Slow(Minute)),
        When(20, FromMail, "421", "*", Relay, Later, Restart, new Slow(Minute)),
        When(7, FromMail, "530", "*", Session, Untouched, Restart, new PauseRelay(RelayPause.Session, After: 2)),
        When(22, FromMail, "5xx", "5.4.5", Relay, Untouched, Drop, new PauseRelay(RelayPause.Quota)),
        When(22, FromMail, "5xx", "5.7.0", Relay, Untouched, Drop, new PauseRelay(RelayPause.Quota)).Saying("quota"),
        When(11, FromMail, "5xx", "5.6.7", Recipient, new Fail(), Keep),
        When(9, FromMail, "5xx", "5.1.7|5.1.8|5.7.27", Run, Untouched, Keep, new PauseRun(RunPause.Sender)),
        When(24, FromRcpt, "5xx", "5.7.26|5.7.515|5.7.9|5.7.25", Run, new Retry(TwoHours, Counted: false), Keep,
            new PauseProvider()),
        When(19, FromMail, "451|452", "4.3.*|4.4.5", Relay, Later, Keep, new Slow(Minute)),

        // By number: MAIL.
        When(10, AtMail | AtData, "552", "*", Message, Untouched, Keep, new PauseRun(RunPause.TooLarge)),
        When(10, AtMail | AtData, "5xx", "5.3.4", Message, Untouched, Keep, new PauseRun(RunPause.TooLarge)),

        // By number: RCPT, and what a relay says of the only recipient later.
        When(31, AtRcpt, "500|502|503", "*", Protocol, Untouched, Restart, new Count(Brake.Protocol)),
        When(11, AtRcpt, "501|555", "*", Recipient, new Fail(), Keep),
        When(12, FromRcpt, "5xx", "5.1.1|5.1.2|5.1.3|5.1.6|5.1.10", Recipient, new Suppress(Unknown), Keep,
            new Count(Brake.HardBounces)),
        When(13, FromRcpt, "5xx", "5.2.1|5.7.13", Recipient, new Fail(Disabled), Keep),
        When(14, FromRcpt, "4xx|5xx", "4.2.2|5.2.2", Recipient, new Retry(Fault: Full), Keep),
        When(14, AtRcpt, "422", "*", Recipient, new Retry(Fault: Full), Keep),
        When(26, AtRcpt | AtDot, "5xx", "5.3.4|5.2.3", Message, new Fail(), Keep, new SkipDomain()),
        When(14, AtRcpt, "552", "*", Recipient, new Retry(Fault: Full), Keep),
        When(15, AtRcpt, "5xx", "5.7.*", Policy, new Fail(), Keep, new Count(Brake.Policy)),
        When(17, FromRcpt, "4xx", "4.2.1", Recipient, new Retry(TimeSpan.FromMinutes(30)), Keep),
        When(18, AtRcpt, "452", "4.5.3", Recipient, Untouched, Keep),
        When(16, FromRcpt, "4xx", "4.2.0|4.7.1", Recipient, new Retry(TimeSpan.FromMinutes(5)), Keep),

        // By number: DATA and the dot.
        When(23, AtData, "554", "5.5.1", Policy, new Fail(), Keep, new Count(Brake.Policy)),
        When(26, AtDot, "552", "*", Message, new Fail(), Keep, new SkipDomain()),
        When(25, AtDot, "5xx", "5.7.*", Message, new Fail(), Keep, new Count(Brake.Content)),

        // By text (reply-phrases.txt): only what no number decided.
        When(12, AtRcpt, "5xx", "-|5.0.0|5.1.0|5.5.0", Recipient, new Suppress(Unknown), Keep, new Count(Brake.HardBounces))
            .Saying("unknown user"),
        When(13, AtRcpt, "5xx", "-|5.0.0|5.1.0|5.5.0", Recipient, new Fail(Disabled), Keep).Saying("disabled"),
        When(22, FromMail, "5xx", "*", Relay, Untouched, Drop, new PauseRelay(RelayPause.Quota)).Saying("quota"),
        When(14, AtRcpt | AtDot, "4xx|5xx", "*", Recipient, new Retry(Fault: Full), Keep).Saying("full"),
        When(21, AtMail, "4xx", "*", Relay, new Retry(), Restart, new Slow(Minute)).Saying("rate"),
        When(21, FromRcpt, "4xx", "*", Domain, new Retry(), Restart, new ThrottleDomain(TimeSpan.FromMinutes(90))).Saying("rate"),
        When(16, FromRcpt, "4xx", "*", Recipient, new Retry(TimeSpan.FromMinutes(5)), Keep).Saying("greylisted"),

        // By the first digit: later is later, and never is never, but of no address.
        When(8, AtMail, "4xx", "*", Relay, Later, Keep, new Slow(Minute)),
        When(9, AtMail, "5xx", "*", Run, Untouched, Keep, new PauseRun(RunPause.Sender)),
        When(11, AtRcpt, "553", "*", Recipient, new Fail(), Keep),
        When(16, AtRcpt, "4xx", "*", Recipient, new Retry(TimeSpan.FromMinutes(5)), Keep),
        When(15, AtRcpt, "5xx", "*", Policy, new Fail(), Keep, new Count(Brake.Policy)),
        When(23, AtData, "4xx", "*", Relay, Later, Keep, new Slow(Minute)),
        When(23, AtData, "5xx", "*", Run, Untouched, Keep, new PauseRun(RunPause.Sender)),
        When(27, AtDot, "4xx", "*", Recipient, new Retry(), Keep),
        When(25, AtDot, "5xx", "*", Message, new Fail(), Keep, new Count(Brake.Content)),
    ];

    /// <summary>What the relay's answer in this phase asks for. Never throws.</summary>
    public static ReplyVerdict Judge(SmtpPhase phase, SmtpReply reply)
    {
        foreach (var rule in Rules)
        {
            if (!rule.Fits(phase, reply)) continue;
            return reply.Code >= 400 && StatedWait.Read(reply.Text) is { } wait ? rule.Verdict.Obeying(wait) : rule.Verdict;
        }

        return Judge(phase, LinkEnd.Nonsense);
    }

    /// <summary>What it asks for that no answer was due, came or could come. Never throws.</summary>
    public static ReplyVerdict Judge(SmtpPhase phase, LinkEnd end) => (end, phase) switch
    {
        (LinkEnd.NoStartTls or LinkEnd.Untrusted, _) =>
            new(4, Security, Untouched, Drop, new PauseRelay(RelayPause.Security, After: 2)),
        (LinkEnd.NoLogin, _) => new(5, Credentials, Untouched, Drop, new PauseRelay(RelayPause.Credentials)),
        (LinkEnd.NoSmtpUtf8, _) => new(11, Recipient, new Fail(), Keep),
        (LinkEnd.TooLarge, _) => new(10, Message, Untouched, Keep, new PauseRun(RunPause.TooLarge)),
        (LinkEnd.Unwritable, _) => new(32, Local, new Fail(), Keep, new Count(Brake.Letter)),
        (LinkEnd.Nonsense, SmtpPhase.Dot) => new(31, Protocol, new Uncertain(), Restart, new Count(Brake.Protocol)),
        (LinkEnd.Nonsense, _) => new(31, Protocol, Untouched, Restart, new Count(Brake.Protocol)),
        (_, SmtpPhase.Dot) => new(30, ReplyScope.Stream, new Uncertain(), Restart, new Count(Brake.Doubt)),
        (LinkEnd.Unforeseen, < SmtpPhase.Mail) => new(34, Local, Untouched, Restart, new Count(Brake.Bug)),
        (LinkEnd.Unforeseen, _) => new(34, Local, new Retry(), Restart, new Count(Brake.Bug)),
        (LinkEnd.Unreachable, _) or (_, < SmtpPhase.Mail) => new(1, Relay, Untouched, Restart, new Trip()),
        _ => new(29, ReplyScope.Stream, Untouched, Restart, new Trip()),
    };

    /// <summary>How a sending ended with this answer.</summary>
    public static SendResult Decide(SmtpPhase phase, SmtpReply reply)
    {
        var verdict = Judge(phase, reply);
        var usable = verdict.Session == Keep;
        SendResult result = (verdict.Recipient, verdict.Wider) switch
        {
            (Accepted, _) => new SendResult.Accepted(reply, usable),
            (Retry, _) => new SendResult.Deferred(reply, usable),
            (Fail or Suppress, _) => new SendResult.Rejected(reply, usable),
            (Uncertain, _) => new SendResult.Uncertain($"unexpected answer {reply}"),
            (_, PauseRun) => new SendResult.RunRefused(reply, usable),
            (_, PauseRelay) => new SendResult.RelayRefused(reply),
            _ => new SendResult.Broken($"unexpected answer {reply}", usable),
        };
        return result with { Verdict = verdict };
    }

    /// <summary>How a sending ended that nothing was answered to.</summary>
    public static SendResult Decide(SmtpPhase phase, LinkEnd end, string why)
    {
        var verdict = Judge(phase, end);
        SendResult result = verdict.Recipient switch
        {
            Uncertain => new SendResult.Uncertain(why),
            Retry => new SendResult.Deferred(SmtpReply.Own("4.3.0", why), SessionUsable: false),
            Fail => new SendResult.Rejected(SmtpReply.Own(end == LinkEnd.NoSmtpUtf8 ? "5.6.7" : "5.6.0", why)),
            _ when verdict.Wider is PauseRun => new SendResult.RunRefused(SmtpReply.Own("5.3.4", why)),
            _ => new SendResult.Broken(why),
        };
        return result with { Verdict = verdict };
    }
}
