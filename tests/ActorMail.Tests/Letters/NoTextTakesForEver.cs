using ActorMail.Smtp.Letters.Markup;
using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Tests.Letters;

/// <summary>
/// Texts whose every character looks like the beginning of something. Looking to the end from each of them takes minutes at this
/// length, one pass takes milliseconds.
/// </summary>
public sealed class NoTextTakesForEver
{
    private const int Length = 8 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("<a")]
    [InlineData("<")]
    [InlineData("</")]
    public async Task Tags_that_never_end(string piece)
    {
        var text = Many(piece);
        Assert.False(await SoonAsync(() => HtmlDepth.LooksTooDeep(text)));
        Assert.Equal(text, await SoonAsync(() => TagScan.WithoutTags(text)));
    }

    [Theory]
    [InlineData(" ", "x")]
    [InlineData("\t", "\n")]
    [InlineData("\n ", "x")]
    public async Task Blanks_that_end_no_line(string piece, string end)
    {
        var text = Many(piece) + end;
        var narrowed = await SoonAsync(() => Gaps.Narrowed(text));
        Assert.Equal(piece.Contains('\n') ? "\n\n" + " " + end : text, narrowed);
    }

    [Theory]
    [InlineData("a\n\n\nb", "a\n\nb")]
    [InlineData("a \n\t\n \n  b", "a\n\n  b")]
    [InlineData("a\n\nb\n", "a\n\nb\n")]
    [InlineData(" \n\n\n", "\n\n")]
    [InlineData("a\n\n\n\nb\n c \n \n\nd", "a\n\nb\n c\n\nd")]
    [InlineData("", "")]
    public void Gaps_of_three_lines_and_more_are_narrowed(string text, string narrowed) => Assert.Equal(narrowed, Gaps.Narrowed(text));

    [Theory]
    [InlineData("a <b>c</b> d", "a c d")]
    [InlineData("1 < 2 <br> 3 > 4 <", "1  3 > 4 <")]
    [InlineData("<<b>>", ">")]
    public void Tags_are_stripped(string text, string stripped) => Assert.Equal(stripped, TagScan.WithoutTags(text));

    [Fact]
    public void Tags_are_found_as_they_are_written() => Assert.Equal(
        [new("a", false, false), new("svg:x-1", false, true), new("b", true, false), new("i", false, false)],
        TagScan.Tags("< a><a href='<b'><svg:x-1 /><1></ b></b><></><i\n>x<u").ToArray());

    private static string Many(string piece) => string.Concat(Enumerable.Repeat(piece, Length / piece.Length));

    private static Task<T> SoonAsync<T>(Func<T> work) => Task.Run(work).WaitAsync(Patience);
}
