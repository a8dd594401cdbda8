using ActorMail.Letters;
using ActorMail.Posts;

namespace ActorMail.Tests.Letters;

public sealed class ContentFaults
{
    private static readonly PostContent Good = new("Hello {{ subscriber.name }}", Markdown: "Hi {{ subscriber.name }}");

    public static TheoryData<string, PostContent, string, int?> Wrong => new()
    {
        { "no subject", Good with { Subject = "" }, "subject", null },
        { "a blank subject", Good with { Subject = " \t" }, "subject", null },
        { "a subject of 256 characters", Good with { Subject = new string('x', 256) }, "subject", null },
        { "CR LF in the subject", Good with { Subject = "a\r\nBcc: b@example.org" }, "subject", null },
        { "a bare CR in the subject", Good with { Subject = "a\rb" }, "subject", null },
        { "a NUL in the subject", Good with { Subject = "a\0b" }, "subject", null },
        { "NEL in the subject", Good with { Subject = "a\u0085b" }, "subject", null },
        { "a line separator in the subject", Good with { Subject = "a\u2028b" }, "subject", null },
        { "an unknown placeholder in the subject", Good with { Subject = "{{ name }}" }, "subject", 1 },
        { "a subject that holds itself", Good with { Subject = "{{ post.subject }}" }, "subject", 1 },
        { "no body", Good with { Markdown = null }, "markdown", null },
        { "an empty body", Good with { Markdown = "\n" }, "markdown", null },
        { "both bodies", Good with { Html = "<p>" }, "html", null },
        { "a body over 1 MiB", Good with { Markdown = new string('x', (1024 * 1024) + 1) }, "markdown", null },
        { "a body over 1 MiB in bytes only", Good with { Markdown = new string('é', (512 * 1024) + 1) }, "markdown", null },
        { "a relative url", Good with { Url = "/posts/1" }, "url", null },
        { "a script url", Good with { Url = "javascript:alert(1)" }, "url", null },
        { "a file url", Good with { Url = "file:///etc/passwd" }, "url", null },
        { "CR LF in the url", Good with { Url = "https://example.org/\r\nX: y" }, "url", null },
        { "an open output", Good with { Markdown = "one\ntwo\n{{ subscriber.name" }, "markdown", 3 },
        { "an open tag", Good with { Markdown = "one\n{% if subscriber.name" }, "markdown", 2 },
        { "an open string", Good with { Markdown = "{{ \"x }}" }, "markdown", 1 },
        { "an unclosed if", Good with { Markdown = "one\n{% if subscriber.name %}\ntwo" }, "markdown", 2 },
        { "an unclosed raw", Good with { Markdown = "\n\n{% raw %}" }, "markdown", 3 },
        { "a stray endif", Good with { Markdown = "one\n\n{% endif %}" }, "markdown", 3 },
        { "crossed blocks", Good with { Markdown = "{% if true %}\n{% for a in (1..2) %}\n{% endif %}{% endfor %}" }, "markdown", 3 },
        { "else outside", Good with { Markdown = "{% else %}" }, "markdown", 1 },
        { "break outside", Good with { Markdown = "{% break %}" }, "markdown", 1 },
        { "an empty output", Good with { Markdown = "{{ }}" }, "markdown", 1 },
        { "a filter without a name", Good with { Markdown = "{{ subscriber.name | }}" }, "markdown", 1 },
        { "a value beside another", Good with { Markdown = "{{ subscriber.name \"x\" }}" }, "markdown", 1 },
        { "an unknown filter", Good with { Markdown = "\n{{ subscriber.name | shout }}" }, "markdown", 2 },
        { "too many arguments", Good with { Markdown = "{{ subscriber.name | upcase: 1 }}" }, "markdown", 1 },
        { "a single =", Good with { Markdown = "{% if subscriber.name = 'x' %}{% endif %}" }, "markdown", 1 },
        { "an unknown placeholder in the text", Good with { Text = "a\nb\n{{ subscriber.phone }}" }, "text", 3 },
        { "an unknown placeholder in a filter", Good with { Markdown = "{{ subscriber.name | default: friend }}" }, "markdown", 1 },
        { "an unknown placeholder in a condition", Good with { Markdown = "\n{% if subscriber.age > 1 %}{% endif %}" }, "markdown", 2 },
        { "an unknown placeholder in HTML", Good with { Markdown = null, Html = "<p>\n{{ list.title }}" }, "html", 2 },
        { "the name of a whole object", Good with { Markdown = "{{ subscriber }}" }, "markdown", 1 },
        { "include", Good with { Markdown = "\n{% include 'x' %}" }, "markdown", 2 },
        { "render", Good with { Markdown = "{% render 'x' %}" }, "markdown", 1 },
        { "extends", Good with { Markdown = "{% extends 'x' %}" }, "markdown", 1 },
        { "a loop that is too long", Good with { Markdown = "{% for a in (1..1001) %}x{% endfor %}" }, "markdown", null },
        { "a division by 0", Good with { Markdown = "{% if true %}{{ 1 | divided_by: 0 }}{% endif %}" }, "markdown", null },
        { "blocks in more than 80 others", Good with
            { Text = string.Concat(Enumerable.Repeat("{%if 1%}", 50_000)) + string.Concat(Enumerable.Repeat("{%endif%}", 50_000)) }, "text", 1 },
        { "too deep HTML", Good with { Markdown = null, Html = string.Concat(Enumerable.Repeat("<div>", 100_000)) }, "html", null },
        { "too deep HTML behind stray end tags", Good with { Markdown = null, Html = string.Concat(Enumerable.Repeat("<div></x>", 100_000)) }, "html", null },
        { "too deep HTML of slashes", Good with { Markdown = null, Html = string.Concat(Enumerable.Repeat("<div/>", 100_000)) }, "html", null },
        { "a megabyte of links", Good with { Markdown = string.Concat(Enumerable.Repeat("http://x.org ", 80_000)) }, "markdown", null },
        { "too deep Markdown", Good with { Markdown = string.Concat(Enumerable.Repeat("> ", 100_000)) + "x" }, "markdown", null },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_fault_names_its_field_and_line(string what, PostContent content, string field, int? line)
    {
        var faults = Check(content);

        Assert.True(faults.Count > 0, what);
        Assert.Equal(field, faults[0].Field);
        Assert.Equal(line, faults[0].Line);
    }

    [Theory]
    [InlineData("{{ subscriber.phone }}", "subscriber.phone")]
    [InlineData("{{ env.PATH }}", "env.PATH")]
    [InlineData("{% include 'x' %}", "include")]
    [InlineData("{{ subscriber.name | shout }}", "shout")]
    [InlineData("{% if subscriber.name %}", "endif")]
    public void A_fault_says_what_is_wrong(string markdown, string named) =>
        Assert.Contains(named, Check(Good with { Markdown = markdown }).Single().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{% for city in subscriber.attributes %}{{ city }}{{ forloop.index }}{% endfor %}")]
    [InlineData("{% assign greeting = subscriber.name | default: 'you' | upcase %}{{ greeting }}")]
    [InlineData("{% capture line %}Hi {{ subscriber.name }}{% endcapture %}{{ line }}{{ line | size }}")]
    [InlineData("{% case subscriber.attributes.plan %}{% when 'a', 'b' %}1{% else %}2{% endcase %}")]
    [InlineData("{% if subscriber.name contains 'x' and post.url != blank or true %}a{% elsif list.name == 'b' %}{% endif %}")]
    [InlineData("{% for i in (1..3) reversed limit:2 %}{{ i }}{% break %}{% else %}{% endfor %}")]
    [InlineData("{% unless subscriber.name %}x{% endunless %}{% comment %}{{ nothing }} {% if %}{% endcomment %}")]
    [InlineData("{% raw %}{{ anything }} {% goes %}{% endraw %}")]
    [InlineData("{{ subscriber.attributes[\"home town\"] }} {{ subscriber.attributes.t-shirt }}")]
    [InlineData("{{- unsubscribe_url -}} { { } } {}} }}")]
    [InlineData("{{ subscriber.attributes.joined | date: \"%d %B %Y\" }} {{ 3 | times: 2 | plus: 1 }}")]
    public void What_Liquid_allows_is_no_fault(string markdown) => Assert.Empty(Check(Good with { Markdown = markdown }));

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var faults = Check(new PostContent("", Markdown: "{{ a }}\n{{ b }}", Url: "x", Text: "{{ c }}"));

        Assert.Equal(["subject", "markdown", "markdown", "text", "url"], faults.Select(fault => fault.Field));
        Assert.Equal([null, 1, 2, 1, null], faults.Select(fault => fault.Line));
    }

    [Fact]
    public void A_body_of_exactly_1_MiB_is_taken() => Assert.Empty(Check(Good with { Markdown = new string('x', 1024 * 1024) }));

    [Theory]
    [InlineData("{{ list.name | times: 79228162514264337593543950335 }}")]
    [InlineData("{% if list.name == '2024' and sender.name == 'The Harbour' and sender.email == 'letters@example.org' %}{{ 1 | divided_by: 0 }}{% endif %}")]
    public void A_letter_that_its_own_list_or_sender_spoils_is_refused_at_once(string markdown) =>
        Assert.Equal("markdown", Assert.Single(Check(Good with { Markdown = markdown }, "2024")).Field);

    private static IReadOnlyList<ContentFault> Check(PostContent content, string list = "news") => Press.Default.Check(content, list);
}
