using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Tests.Letters;

public sealed class PlaceholderValues
{
    [Theory]
    [InlineData("{{ subscriber.name }}", "Ada")]
    [InlineData("{{subscriber.email}}", "ada@example.net")]
    [InlineData("{{ subscriber.attributes.city }}", "Oslo")]
    [InlineData("{{ subscriber.attributes.CITY }}", "Oslo")]
    [InlineData("{{ subscriber.attributes['home town'] }}", "Bergen")]
    [InlineData("{{ subscriber.attributes[\"home town\"] }}", "Bergen")]
    [InlineData("[{{ subscriber.attributes.none }}]", "[]")]
    [InlineData("{{ subscriber.attributes.none | default: \"town\" }}", "town")]
    [InlineData("[{{ subscriber.attributes.size }}]", "[]")]
    [InlineData("{{ post.subject }} {{ post.url }}", "A subject https://example.org/post")]
    [InlineData("{{ list.name }} {{ sender.name }} {{ sender.email }}", "news The Harbour letters@example.org")]
    [InlineData("{{ unsubscribe_url }}", "https://mail.example.org/u/T")]
    [InlineData("a  {{- subscriber.name -}}  b", "aAdab")]
    [InlineData("{% raw %}{{ x }}{% endraw %}", "{{ x }}")]
    [InlineData("a{% comment %}{{ x }}{% endcomment %}b", "ab")]
    [InlineData("{{ 'it' | append: \"'s\" }} {{ 5 }} {{ 1.50 }} {{ true }} {{ nil }}.", "it's 5 1.5 true .")]
    public void A_placeholder_has_its_value(string source, string expected)
    {
        var reader = Press.Reader("Ada", ("City", "Oslo"), ("home town", "Bergen"));

        Assert.Equal(expected, Press.Render(source, reader));
        Assert.Equal(expected, Press.Render("{% if true %}" + source + "{% endif %}", reader));
    }

    [Theory]
    [InlineData("{{ subscriber.name | upcase }}", "ADA")]
    [InlineData("{{ subscriber.name | downcase | capitalize }}", "Ada")]
    [InlineData("{{ '  x ' | strip }}|{{ ' x' | lstrip }}|{{ 'x ' | rstrip }}", "x|x|x")]
    [InlineData("{{ '<b>x</b>' | strip_html }}", "x")]
    [InlineData("{{ 'a&b' | escape }} {{ 'a&amp;b<' | escape_once }}", "a&amp;b a&amp;b&lt;")]
    [InlineData("{{ 'a b' | url_encode }}", "a%20b")]
    [InlineData("{{ 'abcdef' | truncate: 5 }} {{ 'abcdef' | truncate: 4, '~' }}", "ab... abc~")]
    [InlineData("{{ 'abcdef' | truncate: 3 }} {{ 'abcdef' | truncate: 0 }} {{ '' | truncate: 0 }}", "... ... ")]
    [InlineData("{{ 'one two three' | truncatewords: 2 }}", "one two...")]
    [InlineData("{{ 'aXbX' | replace: 'X', '-' }} {{ 'aXbX' | replace_first: 'X', '-' }} {{ 'aXbX' | remove: 'X' }}", "a-b- a-bX ab")]
    [InlineData("{{ 'abc' | slice: 1 }} {{ 'abc' | slice: -2, 2 }} {{ 'abc' | size }}", "b bc 3")]
    [InlineData("{{ 'x' | prepend: 'a' | append: 'b' }}", "axb")]
    [InlineData("{{ 7 | divided_by: 2 }} {{ 7 | modulo: 2 }} {{ '3' | times: 2 | minus: 1 | plus: 0.5 }} {{ 2.567 | round: 1 }}", "3 1 5.5 2.6")]
    [InlineData("{{ '2026-03-09' | date: '%d %B %Y' }} {{ 'soon' | date: '%Y' }}", "09 March 2026 soon")]
    [InlineData("{{ 'now' | date: '%Y-%m-%d' }}", "2026-05-07")]
    public void A_filter_does_what_Liquid_says(string source, string expected)
    {
        Assert.Equal(expected, Press.Render(source));
        Assert.Equal(expected, Press.Render("{% if true %}" + source + "{% endif %}"));
    }

    [Theory]
    [InlineData("{% if subscriber.attributes.city == 'Oslo' %}north{% else %}south{% endif %}", "north")]
    [InlineData("{% unless subscriber.attributes.phone %}no phone{% endunless %}", "no phone")]
    [InlineData("{% case subscriber.attributes.city %}{% when 'Rome' %}R{% when 'Oslo' %}O{% endcase %}", "O")]
    [InlineData("{% for i in (1..3) %}{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %}", "1,2,3")]
    [InlineData("{% assign n = '4' | times: 2 %}{% if n > 7 %}{{ n | minus: 1 }}{% endif %}", "7")]
    [InlineData("{% capture x %}<{{ subscriber.name }} { %}{% endcapture %}{{ x }}", "<Ada { %}")]
    public void A_block_does_what_Liquid_says(string source, string expected) =>
        Assert.Equal(expected, Press.Render(source, Press.Reader("Ada", ("city", "Oslo"))));

    [Theory]
    [InlineData("{{ subscriber.name }}", "&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("{{ subscriber.name | escape }}", "&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("{{ subscriber.name | escape | newline_to_br }}", "&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("{{ subscriber.name | newline_to_br }}", "&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("{{ subscriber.name | escape | append: '<' }}", "&amp;lt;b&amp;gt;&amp;amp;&amp;quot;&amp;#39;&lt;")]
    [InlineData("{{ subscriber.name | raw }}", "<b>&\"'")]
    [InlineData("{% assign x = subscriber.name %}{{ x }}", "&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("{% if subscriber.name contains '<b>' %}{{ subscriber.name | upcase }}{% endif %}", "&lt;B&gt;&amp;&quot;&#39;")]
    public void A_value_is_escaped_in_HTML(string source, string expected) =>
        Assert.Equal(expected, Press.Render(source, Press.Reader("<b>&\"'"), TextKind.Html));

    [Fact]
    public void A_readers_name_is_never_read_as_Liquid()
    {
        var reader = Press.Reader("{{ subscriber.email }}{% if true %}{{ unsubscribe_url }}");

        Assert.Equal(reader.Name, Press.Render("{{ subscriber.name }}", reader));
        Assert.Equal(reader.Name, Press.Render("{% if true %}{{ subscriber.name }}{% endif %}", reader));
    }

    [Fact]
    public void Control_characters_in_a_value_are_gone() =>
        Assert.Equal("a\nb\nc\nd", Press.Render("{{ subscriber.name }}", Press.Reader("a\r\nb\rc\n\0\u0007\u001b\u007fd")));
}
