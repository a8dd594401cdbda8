using System.Text;
using ActorMail.Cli.Posts;
using ActorMail.PostFiles;

namespace ActorMail.Tests.Cli;

public sealed class PostFileTests
{
    [Fact]
    public void A_byte_order_mark_is_stripped_so_that_the_front_matter_is_seen()
    {
        var text = FileText.Decode([.. Encoding.UTF8.Preamble, .. "---\nsubject: Grüße\n---\n"u8]);

        Assert.True(FrontMatter.TryParse(text!, out var matter, out _));
        Assert.Equal("Grüße", matter.Subject);
    }

    [Fact]
    public void Latin_1_is_not_guessed_at() => Assert.Null(FileText.Decode(Encoding.Latin1.GetBytes("Grüße")));

    [Fact]
    public void Utf_16_is_not_guessed_at() =>
        Assert.Null(FileText.Decode([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Hello")]));

    [Theory]
    [InlineData("a.html", true)]
    [InlineData("/x.md/A.HTM", true)]
    [InlineData("a.md", false)]
    [InlineData("html", false)]
    [InlineData("stdin", false)]
    public void The_name_tells_html(string name, bool isHtml) => Assert.Equal(isHtml, PostFile.IsHtml(name));
}
