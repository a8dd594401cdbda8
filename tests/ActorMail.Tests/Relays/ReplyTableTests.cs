using ActorMail.Relays;
using ActorMail.Testing.Replies;
using FsCheck.Xunit;

namespace ActorMail.Tests.Relays;

public sealed class ReplyTableTests
{
    public static TheoryData<string> Replies => [.. ReplyCases.All.Select(reply => reply.ToString())];

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_asks_for_what_its_row_says(string name)
    {
        var reply = ReplyCases.All.Single(reply => reply.ToString() == name);

        var verdict = ReplyTable.Judge(reply.Phase, SmtpReply.Parse(reply.Code, reply.Text));

        Assert.Equal((reply.Row, reply.Expected), (verdict.Row, VerdictWords.Of(verdict)));
    }

    [Theory]
    [InlineData(1, SmtpPhase.Connect, LinkEnd.Unreachable, "untouched | restart | breaker +1")]
    [InlineData(1, SmtpPhase.Connect, LinkEnd.Broke, "untouched | restart | breaker +1")]
    [InlineData(1, SmtpPhase.Login, LinkEnd.Broke, "untouched | restart | breaker +1")]
    [InlineData(4, SmtpPhase.StartTls, LinkEnd.NoStartTls, "untouched | drop | pause relay, security, after 2")]
    [InlineData(4, SmtpPhase.StartTls, LinkEnd.Untrusted, "untouched | drop | pause relay, security, after 2")]
    [InlineData(5, SmtpPhase.Login, LinkEnd.NoLogin, "untouched | drop | pause relay, credentials")]
    [InlineData(10, SmtpPhase.Mail, LinkEnd.TooLarge, "untouched | keep | pause run, too large")]
    [InlineData(11, SmtpPhase.Mail, LinkEnd.NoSmtpUtf8, "fail | keep | -")]
    [InlineData(29, SmtpPhase.Mail, LinkEnd.Broke, "untouched | restart | breaker +1")]
    [InlineData(29, SmtpPhase.Body, LinkEnd.Broke, "untouched | restart | breaker +1")]
    [InlineData(30, SmtpPhase.Dot, LinkEnd.Broke, "uncertain | restart | count doubt")]
    [InlineData(30, SmtpPhase.Dot, LinkEnd.Unforeseen, "uncertain | restart | count doubt")]
    [InlineData(31, SmtpPhase.Connect, LinkEnd.Nonsense, "untouched | restart | count protocol")]
    [InlineData(31, SmtpPhase.Data, LinkEnd.Nonsense, "untouched | restart | count protocol")]
    [InlineData(31, SmtpPhase.Dot, LinkEnd.Nonsense, "uncertain | restart | count protocol")]
    [InlineData(32, SmtpPhase.Mail, LinkEnd.Unwritable, "fail | keep | count letter")]
    [InlineData(34, SmtpPhase.Mail, LinkEnd.Unforeseen, "retry | restart | count bug")]
    public void An_end_without_a_reply_asks_for_what_its_row_says(int row, SmtpPhase phase, LinkEnd end, string expected)
    {
        var verdict = ReplyTable.Judge(phase, end);

        Assert.Equal((row, expected), (verdict.Row, VerdictWords.Of(verdict)));
    }

    [Property(MaxTest = 5000)]
    public bool Whatever_is_said_it_never_throws_nor_accepts_without_a_2xx_after_the_dot(SmtpPhase phase, int code, string? text)
    {
        var reply = SmtpReply.Parse(code, text ?? "");
        var accepted = ReplyTable.Decide(phase, reply) is SendResult.Accepted;
        return accepted == (phase == SmtpPhase.Dot && code is >= 200 and <= 299);
    }

    [Property(MaxTest = 5000)]
    public bool A_later_never_fails_nor_suppresses_anybody(SmtpPhase phase, byte code, byte subject, byte detail, byte phrase)
    {
        var reply = SmtpReply.Parse(400 + code % 100, $"4.{subject % 8}.{detail % 40} {Phrases[phrase % Phrases.Length]}");
        return ReplyTable.Judge(phase, reply).Recipient is RecipientAction.Retry or RecipientAction.Untouched
            or RecipientAction.Uncertain && ReplyTable.Decide(phase, reply) is not SendResult.Rejected;
    }

    [Property(MaxTest = 5000)]
    public bool What_the_dot_was_answered_by_is_never_sent_again_at_once_nor_called_uncertain_by_a_final_code(
        ushort code, byte subject, byte detail, byte phrase)
    {
        var reply = SmtpReply.Parse(code % 700, $"{code % 700 / 100}.{subject % 8}.{detail % 40} {Phrases[phrase % Phrases.Length]}");
        return (ReplyTable.Decide(SmtpPhase.Dot, reply), reply.Code / 100) switch
        {
            (SendResult.Accepted, 2) => true,
            (SendResult.Deferred, 4) => true,
            (SendResult.Rejected or SendResult.RunRefused or SendResult.RelayRefused or SendResult.Deferred, 5) => true,
            (SendResult.Uncertain, not (2 or 4 or 5)) => true,
            _ => false,
        };
    }

    [Property(MaxTest = 2000)]
    public bool A_session_is_usable_exactly_when_it_is_kept(SmtpPhase phase, ushort code, string? text)
    {
        var result = ReplyTable.Decide(phase, SmtpReply.Parse(code % 700, text ?? ""));
        return result.SessionUsable == (result.Verdict.Session == SessionAction.Keep);
    }

    private static readonly string[] Phrases =
    [
        "user unknown", "mailbox full", "account has been disabled", "daily sending quota exceeded", "rate limited",
        "greylisted", "try again in 99999999999 seconds", "TSS04", "",
    ];
}
