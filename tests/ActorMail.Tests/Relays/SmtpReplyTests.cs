using ActorMail.Relays;
using FsCheck.Xunit;

namespace ActorMail.Tests.Relays;

public sealed class SmtpReplyTests
{
    [Theory]
    [InlineData(550, "5.1.1 no such user", "5.1.1", "no such user")]
    [InlineData(550, "4.1.1 no such user", null, "no such user")]
    [InlineData(550, "no such user", null, "no such user")]
    [InlineData(550, "5.1.1", "5.1.1", "")]
    [InlineData(550, "5.1.1000 x", null, "5.1.1000 x")]
    [InlineData(550, "5.1.x y", null, "5.1.x y")]
    [InlineData(550, "3.1.1 y", null, "3.1.1 y")]
    [InlineData(250, "", null, "")]
    [InlineData(450, "4.2.0 a\n4.2.0 b\r\n\tc\0d", "4.2.0", "a 4.2.0 b c d")]
    public void The_enhanced_code_is_split_off_and_believed_only_when_it_agrees(
        int code, string text, string? enhanced, string rest)
    {
        var reply = SmtpReply.Parse(code, text);

        Assert.Equal((code, enhanced, rest), (reply.Code, reply.Enhanced, reply.Text));
    }

    [Property(MaxTest = 2000)]
    public bool Any_text_becomes_one_bounded_line(int code, string? text)
    {
        var reply = SmtpReply.Parse(code, text ?? "");
        return reply.Text.Length <= SmtpReply.MaxText
            && !reply.Text.AsSpan().ContainsAny("\r\n\0\t")
            && (reply.Enhanced is null || reply.Enhanced[0] - '0' == code / 100);
    }

    [Fact]
    public void A_refusal_of_our_own_shows_no_basic_code() =>
        Assert.Equal("5.6.0 no body", SmtpReply.Own("5.6.0", "no\nbody").ToString());
}
