using ActorMail.Cli.Prompt;

namespace ActorMail.Tests.Cli;

public class LineBufferTests
{
    [Theory]
    [InlineData("posts", "posts", 5)]
    [InlineData("posst<<", "posst", 3)]
    [InlineData("posst<-", "post", 3)]
    [InlineData("osts^p", "posts", 1)]
    [InlineData("posts^!", "osts", 0)]
    [InlineData("a-----", "", 0)]
    [InlineData("ab<<<<<<<>", "ab", 1)]
    public void Keys_edit_the_line(string typed, string text, int cursor)
    {
        LineBuffer line = new();
        Type(line, typed);
        Assert.Equal((text, cursor), (line.Text, line.Cursor));
    }

    [Fact]
    public void Up_and_down_recall_what_was_typed_and_come_back_to_the_line_begun()
    {
        LineBuffer line = new();
        foreach (var typed in new[] { "posts", "relays", "relays", " " })
        {
            Type(line, typed);
            Assert.Equal(typed, line.Accept());
        }

        Assert.Equal(["posts", "relays"], line.History);
        Type(line, "mai");
        Assert.Equal(["relays", "posts", "posts", "relays", "mai", "mai"], "uuuddd".Select(key => Recalled(line, key)));
    }

    [Fact]
    public void A_key_without_a_character_changes_nothing() =>
        Assert.False(new LineBuffer().Apply(new ConsoleKeyInfo('\0', ConsoleKey.F5, false, false, false)));

    private static string Recalled(LineBuffer line, char key)
    {
        Type(line, key.ToString());
        return line.Text;
    }

    /// <summary>&lt; and &gt; move, - erases backwards, ! forwards, ^ goes home, u and d alone recall.</summary>
    private static void Type(LineBuffer line, string keys)
    {
        foreach (var key in keys)
            line.Apply(new ConsoleKeyInfo(key, key switch
            {
                '<' => ConsoleKey.LeftArrow,
                '>' => ConsoleKey.RightArrow,
                '-' => ConsoleKey.Backspace,
                '!' => ConsoleKey.Delete,
                '^' => ConsoleKey.Home,
                'u' when keys.Length == 1 => ConsoleKey.UpArrow,
                'd' when keys.Length == 1 => ConsoleKey.DownArrow,
                _ => ConsoleKey.None,
            }, false, false, false));
    }
}
