using System.Text;
using ActorMail.Smtp.Wire;

namespace ActorMail.Adapters.Tests.Wire;

public sealed class WireRulesTests
{
    [Theory]
    [InlineData("Subject: x\r\n\r\nbody\r\n", false, true)]
    [InlineData("a\r\nb\n", false, false)]
    [InlineData("a\rb\r\n", false, false)]
    [InlineData("a\n\r", false, false)]
    [InlineData("\r\r\n", false, false)]
    [InlineData("a\0b\r\n", false, false)]
    [InlineData("gr\u00fcn\r\n", false, false)]
    [InlineData("gr\u00fcn\r\n", true, true)]
    public void Only_clean_bytes_go_out(string message, bool eightBit, bool clean) =>
        Assert.Equal(clean, WireRules.Fault(Encoding.UTF8.GetBytes(message), eightBit) is null);

    [Theory]
    [InlineData(998, true)]
    [InlineData(999, false)]
    public void A_line_has_998_bytes_at_most(int length, bool clean)
    {
        var line = new string('x', length);

        foreach (var message in new[] { line + "\r\n", $"a\r\n{line}\r\nb\r\n", $"a\r\n{line}" })
            Assert.Equal(clean, WireRules.Fault(Encoding.ASCII.GetBytes(message), eightBit: false) is null);
    }

    [Theory]
    [InlineData("A: b\r\nC-d:\r\n e\r\n", true)]
    [InlineData("", false)]
    [InlineData("A: b", false)]
    [InlineData(" A: b\r\n", false)]
    [InlineData("A: b\r\n\r\nC: d\r\n", false)]
    [InlineData("A: b\r\n \r\nC: d\r\n", false)]
    [InlineData("A: b\r\n.\r\n", false)]
    [InlineData("A b: c\r\n", false)]
    [InlineData(": c\r\n", false)]
    public void A_head_is_fields_and_nothing_else(string head, bool clean) =>
        Assert.Equal(clean, WireRules.HeadFault(Encoding.ASCII.GetBytes(head)) is null);
}
