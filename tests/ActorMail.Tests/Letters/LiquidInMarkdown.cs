using ActorMail.Posts;

namespace ActorMail.Tests.Letters;

public sealed class LiquidInMarkdown
{
    [Theory]
    [InlineData("Hello **{{ subscriber.name | default: \"reader\" }}**!", ">Ada</strong>!")]
    [InlineData("[x]({{ post.url }})", "href=\"https://example.org/post\"")]
    [InlineData("[x](https://x.org/?n={{ subscriber.name | url_encode }}&m=1)", "href=\"https://x.org/?n=Ada&amp;m=1\"")]
    [InlineData("![a]({{ post.url }}/a.png \"{{ subscriber.name }}\")", "src=\"https://example.org/post/a.png\"")]
    [InlineData("![{{ subscriber.name }} <3]({{ post.url }}/a.png)", "alt=\"Ada &lt;3\"")]
    [InlineData("| a | b |\n|---|---|\n| {{ subscriber.name | default: 'x | y' }} | 2 |", ">Ada</td>")]
    [InlineData("_{{ subscriber.name }}_", ">Ada</em>")]
    [InlineData("# {{ subscriber.name }}", ">Ada</h1>")]
    [InlineData("`{{ subscriber.name }}`", ">Ada</code>")]
    [InlineData("- {{ subscriber.name }}\n- b", ">Ada</li>")]
    [InlineData("<a href=\"{{ unsubscribe_url }}\">x</a>", "href=\"https://mail.example.org/u/T\"")]
    [InlineData("<span title='{{ subscriber.name }}'>x</span>", "title=\"Ada\"")]
    [InlineData("{% raw %}{{ x }} <b>*y*{% endraw %}", "{{ x }} &lt;b&gt;*y*")]
    [InlineData("Dear {% if subscriber.name %}*{{ subscriber.name }}*{% else %}you{% endif %},", "Dear <em>Ada</em>,")]
    [InlineData("{% if subscriber.name %}\nHi\n{% else %}\nHo\n{% endif %}", ">Hi</p>")]
    [InlineData("```\n{% if true %}\n{{ subscriber.name }}\n{% endif %}\n```", "Ada")]
    [InlineData("https://example.org/?a={{ subscriber.name }}", "href=\"https://example.org/?a=Ada\"")]
    public void A_tag_survives(string markdown, string expected)
    {
        var (_, html) = Press.Markdown(markdown);

        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotContain("lq", html[html.IndexOf("am-card\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_around_paragraphs_shows_one_branch_only()
    {
        const string Markdown = "Before\n\n{% if subscriber.name == 'Ada' %}\n\n## Yes\n\n{% else %}\n\n## No\n\n{% endif %}\n\nAfter";

        var (text, html) = Press.Markdown(Markdown);

        Assert.Contains(">Yes</h2>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(">No<", html, StringComparison.Ordinal);
        Assert.StartsWith("Before\n\nYes\n---\n\nAfter\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_the_authors_own_HTML_keeps_its_loop()
    {
        const string Html = "<table><tr><th>n</th></tr>{% for i in (1..2) %}<tr><td>{{ i }}</td></tr>{% endfor %}</table>";

        var (_, html) = Press.Letter(new PostContent("x", Html: Html));

        Assert.Contains("<tr><td>1</td></tr><tr><td>2</td></tr></table>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_the_authors_own_is_not_wrapped_but_gets_a_way_out()
    {
        const string Document = "<!DOCTYPE html>\n<html><body style=\"x\"><p>Hi</p></body></html>";

        var (text, html) = Press.Letter(new PostContent("x", Html: Document));

        Assert.StartsWith("<!DOCTYPE html>\n<html><body style=\"x\"><p>Hi</p>", html, StringComparison.Ordinal);
        Assert.Matches("href=\"https://mail.example.org/u/T\"[^>]*>Unsubscribe</a>[^!]*</body></html>\n$", html);
        Assert.Contains("Unsubscribe: https://mail.example.org/u/T", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_with_a_way_out_is_left_alone()
    {
        const string Document = "<html><body><a href=\"{{ unsubscribe_url }}\">out</a></body></html>";

        var (_, html) = Press.Letter(new PostContent("x", Html: Document));

        Assert.Equal("<html><body><a href=\"https://mail.example.org/u/T\">out</a></body></html>\n", html);
    }

    [Fact]
    public void A_wrapped_letter_shows_subject_list_sender_and_a_way_out()
    {
        var (_, html) = Press.Markdown("First *words*, {{ subscriber.name }}.");

        Assert.Contains("<title>A subject</title>", html, StringComparison.Ordinal);
        Assert.Contains("mso-hide:all\">First words, Ada.&#847;", html, StringComparison.Ordinal);
        Assert.Contains("“news” of The Harbour", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://mail.example.org/u/T\"", html, StringComparison.Ordinal);
        Assert.Contains("Read on the web", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Read on the web", Press.Letter(new PostContent("x", "y")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% if subscriber.name == 'Eve' %}\n\nFor Eve only.\n\n{% endif %}\n\nFor all.")]
    [InlineData("{% assign x = subscriber.name %}Dear {{ x }}.")]
    public void Words_that_depend_on_a_block_are_not_shown_beside_the_subject(string markdown) =>
        Assert.DoesNotContain("mso-hide", Press.Markdown(markdown).Html, StringComparison.Ordinal);

    [Fact]
    public void Composing_twice_gives_the_same() => Assert.Equal(Press.Markdown("a {{ subscriber.name }}"), Press.Markdown("a {{ subscriber.name }}"));
}
