using ActorMail.Cli.Terminal;

namespace ActorMail.Tests.Cli;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain\ttext, Grüße, 日本, 👩‍🚀", "plain\ttext, Grüße, 日本, 👩‍🚀")]
    [InlineData("\u001b[2Jgone", "\uFFFD[2Jgone")]
    [InlineData("\u009b31mred", "\uFFFD31mred")]
    [InlineData("two\r\nlines\u2028three", "two\uFFFD\uFFFDlines\uFFFDthree")]
    [InlineData("exe.\u202Ecod", "exe.\uFFFDcod")]
    public void Text_of_others_cannot_command_the_terminal(string text, string shown) => Assert.Equal(shown, Printable.Clean(text));

    [Fact]
    public void Columns_stand_under_each_other() => Assert.Equal(
        ["ID   STATUS   SUBJECT", "a    sending  One", "bcd  sent"],
        TextTable.Lines(["ID", "STATUS", "SUBJECT"], ["a", "sending", "One"], ["bcd", "sent", ""]));
}
