using ActorMail.Relays;
using FsCheck.Xunit;

namespace ActorMail.Tests.Relays;

/// <summary>One line here for each line of DELIVERY.md section 3 that a single reply decides.</summary>
public sealed class ReplyTableTests
{
    [Theory]
    [InlineData(2, SmtpPhase.Connect, 421, "4.3.2 try later", "Broken", false)]
    [InlineData(3, SmtpPhase.Connect, 554, "5.3.2 no service", "Broken", false)]
    [InlineData(7, SmtpPhase.Mail, 530, "5.7.0 authentication required", "RunRefused", false)]
    [InlineData(7, SmtpPhase.Rcpt, 530, "5.7.0 must issue STARTTLS", "RunRefused", false)]
    [InlineData(8, SmtpPhase.Mail, 451, "4.3.0 busy", "Deferred", true)]
    [InlineData(9, SmtpPhase.Mail, 550, "5.1.8 sender's domain", "RunRefused", true)]
    [InlineData(9, SmtpPhase.Mail, 553, "", "RunRefused", true)]
    [InlineData(9, SmtpPhase.Rcpt, 550, "5.1.8 sender's domain", "RunRefused", true)]
    [InlineData(9, SmtpPhase.Dot, 550, "5.1.7 sender's address", "RunRefused", true)]
    [InlineData(10, SmtpPhase.Mail, 552, "5.3.4 too big", "RunRefused", true)]
    [InlineData(11, SmtpPhase.Rcpt, 553, "5.6.7 SMTPUTF8", "Rejected", true)]
    [InlineData(11, SmtpPhase.Mail, 550, "5.6.7 SMTPUTF8", "Rejected", true)]
    [InlineData(11, SmtpPhase.Rcpt, 501, "bad address syntax", "Rejected", true)]
    [InlineData(11, SmtpPhase.Rcpt, 555, "", "Rejected", true)]
    [InlineData(12, SmtpPhase.Rcpt, 550, "5.1.1 unknown", "Rejected", true)]
    [InlineData(12, SmtpPhase.Rcpt, 551, "5.1.6 moved", "Rejected", true)]
    [InlineData(13, SmtpPhase.Rcpt, 550, "5.2.1 disabled", "Rejected", true)]
    [InlineData(13, SmtpPhase.Rcpt, 525, "5.7.13 disabled", "Rejected", true)]
    [InlineData(14, SmtpPhase.Rcpt, 552, "5.2.2 full", "Rejected", true)]
    [InlineData(14, SmtpPhase.Rcpt, 452, "4.2.2 full", "Deferred", true)]
    [InlineData(15, SmtpPhase.Rcpt, 554, "5.7.1 policy", "Rejected", true)]
    [InlineData(16, SmtpPhase.Rcpt, 450, "4.7.1 greylisted", "Deferred", true)]
    [InlineData(17, SmtpPhase.Rcpt, 450, "4.2.1 rate", "Deferred", true)]
    [InlineData(18, SmtpPhase.Rcpt, 452, "4.5.3 too many", "Deferred", true)]
    [InlineData(19, SmtpPhase.Data, 452, "4.3.1 full", "Deferred", true)]
    [InlineData(20, SmtpPhase.Mail, 421, "4.4.2 idle", "Deferred", false)]
    [InlineData(20, SmtpPhase.Rcpt, 421, "", "Deferred", false)]
    [InlineData(20, SmtpPhase.Data, 421, "", "Deferred", false)]
    [InlineData(20, SmtpPhase.Dot, 421, "4.3.2 leaving", "Deferred", false)]
    [InlineData(23, SmtpPhase.Data, 451, "4.3.0 later", "Deferred", true)]
    [InlineData(23, SmtpPhase.Data, 550, "5.7.1 policy", "RunRefused", true)]
    [InlineData(23, SmtpPhase.Data, 554, "5.5.1 no valid recipients", "Rejected", true)]
    [InlineData(23, SmtpPhase.Data, 550, "5.1.1 unknown", "Rejected", true)]
    [InlineData(25, SmtpPhase.Dot, 554, "5.7.1 spam", "Rejected", true)]
    [InlineData(26, SmtpPhase.Dot, 552, "5.3.4 too big", "Rejected", true)]
    [InlineData(27, SmtpPhase.Dot, 451, "4.7.1 later", "Deferred", true)]
    [InlineData(28, SmtpPhase.Dot, 250, "2.0.0 Ok: queued as A1", "Accepted", true)]
    [InlineData(31, SmtpPhase.Mail, 354, "", "Broken", false)]
    [InlineData(31, SmtpPhase.Rcpt, 503, "5.5.1 need MAIL", "RunRefused", false)]
    [InlineData(31, SmtpPhase.Data, 250, "", "Broken", false)]
    [InlineData(31, SmtpPhase.Dot, 354, "", "Uncertain", false)]
    [InlineData(31, SmtpPhase.Dot, 150, "", "Uncertain", false)]
    public void A_reply_is_decided_as_its_row_says(
        int row, SmtpPhase phase, int code, string text, string expected, bool usable)
    {
        var reply = SmtpReply.Parse(code, text);

        var result = ReplyTable.Decide(phase, reply);

        Assert.True(expected == result.GetType().Name, $"row {row}: {phase} {reply} gave {result}");
        Assert.Equal(usable, result.SessionUsable);
    }

    [Theory]
    [InlineData(29, SmtpPhase.Connect, "Broken")]
    [InlineData(29, SmtpPhase.Mail, "Broken")]
    [InlineData(29, SmtpPhase.Rcpt, "Broken")]
    [InlineData(29, SmtpPhase.Data, "Broken")]
    [InlineData(29, SmtpPhase.Body, "Broken")]
    [InlineData(30, SmtpPhase.Dot, "Uncertain")]
    public void A_broken_link_is_in_doubt_only_after_the_last_byte(int row, SmtpPhase phase, string expected)
    {
        var result = ReplyTable.Broken(phase, "reset");

        Assert.True(expected == result.GetType().Name, $"row {row}: {phase} gave {result}");
        Assert.False(result.SessionUsable);
    }

    [Property(MaxTest = 2000)]
    public bool Only_a_2xx_after_the_dot_is_an_acceptance(SmtpPhase phase, int code, string? text)
    {
        var accepted = ReplyTable.Decide(phase, SmtpReply.Parse(code, text ?? "")) is SendResult.Accepted;
        return accepted == (phase == SmtpPhase.Dot && code / 100 == 2);
    }

    [Property(MaxTest = 2000)]
    public bool A_message_that_may_have_been_taken_is_never_called_broken_or_deferred_without_the_relays_word(
        ushort code, byte enhanced)
    {
        var reply = SmtpReply.Parse(code % 700, $"{enhanced % 6}.{enhanced % 8}.{enhanced} text");
        return (ReplyTable.Decide(SmtpPhase.Dot, reply), reply.Code / 100) switch
        {
            (SendResult.Accepted, 2) => true,
            (SendResult.Deferred, 4) => true,
            (SendResult.Rejected or SendResult.RunRefused, 5) => true,
            (SendResult.Uncertain, not (2 or 4 or 5)) => true,
            _ => false,
        };
    }
}
