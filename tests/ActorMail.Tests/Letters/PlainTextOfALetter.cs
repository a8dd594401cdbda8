using ActorMail.Posts;

namespace ActorMail.Tests.Letters;

public sealed class PlainTextOfALetter
{
    [Theory]
    [InlineData(36)]
    [InlineData(37)]
    [InlineData(60)]
    public void A_heading_in_more_quotes_than_fit_is_underlined_all_the_same(int quotes)
    {
        var html = string.Concat(Enumerable.Repeat("<blockquote>", quotes)) + "<h1>Deep</h1>";
        Assert.Contains("=", Press.Letter(new PostContent("Hello", Html: html)).Text);
    }

    [Fact]
    public void A_rich_post_reads_well()
    {
        const string Markdown = """
            # A harbour letter

            Hello {{ subscriber.name }}, this is a **long** paragraph with _some_ words, so that it has to be wrapped somewhere
            before it reaches the edge of the screen. See [the post]({{ post.url }}) or <https://example.org/a>.

            ![Boats at dawn](https://example.org/boats.jpg)

            ## Prices

            | Plan  | What it holds        | Price |
            |:------|:--------------------:|------:|
            | Small | one `box`            |    $5 |
            | Large | [ten](https://x.org) |   $50 |

            1. First
               - nested one
               - nested two
                 that goes on
            2. Second

               with a second paragraph

            > Someone said
            >
            > > and someone else said more, at such length that this line has to be broken as well, twice
            > - in a list

            ```csharp
            var  x = 1;
                indented();
            ```

            - [x] done
            - [ ] open

            Line one\
            line two[^1]

            ---

            Term
            :   What it means

            Done.

            [^1]: A note.
            """;

        const string Expected = """
            A harbour letter
            ================

            Hello Ada, this is a *long* paragraph with _some_ words, so that
            it has to be wrapped somewhere before it reaches the edge of the screen.
            See the post (https://example.org/post) or https://example.org/a.

            [Boats at dawn]

            Prices
            ------

            Plan      What it holds     Price
            -----  -------------------  -----
            Small       one `box`          $5
            Large  ten (https://x.org)    $50

            1. First

               - nested one
               - nested two that goes on

            2. Second

               with a second paragraph

            > Someone said
            >
            > > and someone else said more, at such length that this line has to be
            > > broken as well, twice
            >
            > - in a list

                var  x = 1;
                    indented();

            - [x] done
            - [ ] open

            Line one
            line two[1]

            ----------------------------------------

            Term
                What it means

            Done.

            ----------------------------------------

            1. A note.

            --

            """;

        var (text, _) = Press.Markdown(Markdown);

        var body = text[..(text.IndexOf("\n-- \n", StringComparison.Ordinal) + 3)] + "\n";
        Assert.Equal(Expected.ReplaceLineEndings("\n").TrimEnd('\n') + "\n", body);
        Assert.EndsWith("\nUnsubscribe: https://mail.example.org/u/T\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<style>p{}</style><script>x</script><p>a</p><div style=\"display: none\">b</div>", "a")]
    [InlineData("<table role=presentation><tr><td><p>a</p></td><td>b</td></tr></table>", "a\n\nb")]
    [InlineData("<p>a&nbsp;b&shy;c<br>d</p>", "a bc\nd")]
    [InlineData("<a href='https://x.org'><img src=x alt='A boat'></a><img src=y alt=''>", "[A boat] (https://x.org)")]
    [InlineData("<a href='mailto:a@x.org'>a@x.org</a> <a href='#top'>top</a> <a href='https://x.org/'>https://x.org</a>", "a@x.org top https://x.org")]
    [InlineData("<ol start=9><li>a<li>b</ol>", " 9. a\n10. b")]
    [InlineData("loose <b>text</b> <div>in a box</div> after", "loose *text*\n\nin a box\n\nafter")]
    public void HTML_becomes_text(string html, string expected)
    {
        var (text, _) = Press.Letter(new PostContent("x", Html: html));

        Assert.StartsWith(expected + "\n\n-- \n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_too_wide_for_columns_is_told_row_by_row()
    {
        var wide = new string('w', 50);

        var (text, _) = Press.Markdown($"| A | B |\n|---|---|\n| {wide} | {wide} |\n| c | d |");

        Assert.StartsWith($"A: {wide}\nB: {wide}\n\nA: c\nB: d\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ul>{% for i in (1..3) %}<li>n{{ i }}</li>{% endfor %}</ul>", "- n1\n- n2\n- n3")]
    [InlineData("<table><tr><th>n</th></tr>{% for i in (1..2) %}<tr><td>{{ i }}</td></tr>{% endfor %}</table>", "n\n-----------\n1\n2")]
    [InlineData("<p>a</p>{% if subscriber.name == 'Eve' %}<p>b</p>{% endif %}<p>c</p>", "a\n\nc")]
    [InlineData("<p>a</p>{% if subscriber.name %}<p>b</p>{% endif %}<p>c</p>", "a\n\nb\n\nc")]
    [InlineData("<p class=\"{% if true %}x{% endif %}\">a {% if subscriber.name %}b{% else %}c{% endif %}</p>", "a b")]
    [InlineData("{% capture x %}<b>{{ subscriber.name }}</b>{% endcapture %}<p title='{% assign y = 1 %}'>{{ x }} {{ y }}</p>", "<b>Ada</b> 1")]
    public void Blocks_keep_their_sense(string html, string expected)
    {
        var (text, _) = Press.Letter(new PostContent("x", Html: html));

        Assert.StartsWith(expected + "\n\n-- \n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_authors_own_text_is_kept_and_gets_a_way_out()
    {
        var (text, _) = Press.Letter(new PostContent("x", Markdown: "y", Text: "Dear {{ subscriber.name }} <b>,\n  as   I wrote it"));

        Assert.StartsWith("Dear Ada <b>,\n  as   I wrote it\n\n-- \n", text, StringComparison.Ordinal);
        Assert.Contains("Unsubscribe: https://mail.example.org/u/T", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_authors_own_way_out_is_enough()
    {
        var (text, _) = Press.Letter(new PostContent("x", Markdown: "y", Text: "Leave: {{ unsubscribe_url }}"));

        Assert.Equal("Leave: https://mail.example.org/u/T\n", text);
    }
}
