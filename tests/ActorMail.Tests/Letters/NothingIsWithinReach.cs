using System.Diagnostics;
using ActorMail.Posts;
using ActorMail.Smtp.Letters;

namespace ActorMail.Tests.Letters;

/// <summary>DELIVERY.md 8, template injection: what an author writes is data, and what a reader is called even more so.</summary>
public sealed class NothingIsWithinReach
{
    private const string Secret = "planted-secret-0c1d";

    public static TheoryData<string> Payloads =>
    [
        "{{ env.ACTORMAIL_TEST_SECRET }}", "{{ ENV.ACTORMAIL_TEST_SECRET }}", "{{ 'ACTORMAIL_TEST_SECRET' | env }}",
        "{{ 'ACTORMAIL_TEST_SECRET' | expandenv }}", "{{ \"ACTORMAIL_TEST_SECRET\" | getenv }}", "{{ settings }}", "{{ config }}",
        "{{ subscriber.GetType }}", "{{ subscriber.GetType.Assembly.Location }}", "{{ subscriber.name.GetType }}",
        "{{ subscriber.name.Length }}", "{{ subscriber['GetType'] }}", "{{ subscriber.attributes.GetType.Assembly }}",
        "{{ ''.__class__.__mro__ }}", "{{ self }}", "{{ this }}", "{{ constructor.constructor('x')() }}", "{{ 7 * 7 }}",
        "{{ post }}", "{{ post.Id }}", "{{ post.revision }}", "{{ list.members }}", "{{ sender.PublicUrl }}", "{{ secret }}",
        "{% include '/etc/passwd' %}", "{% include file %}", "{% render 'x' %}", "{% layout 'x' %}", "{% extends '/etc/passwd' %}",
        "{% block x %}{% endblock %}", "{% import 'os' as os %}", "{% param x = 1 %}", "{% tablerow a in (1..3) %}{% endtablerow %}",
        "{% increment a %}", "{% cycle 'a', 'b' %}", "{% ifchanged %}{% endifchanged %}", "{% literal %}{% endliteral %}",
        "{{ 'x' | date }}", "{{ '/etc/passwd' | file }}", "{{ '/etc/passwd' | read_file }}", "{{ 'x' | map: 'Length' }}",
        "{{ subscriber | inspect }}", "{{ subscriber.attributes | json }}", "{{ 'SGk=' | base64_decode }}", "{{ 'x' | currency: 'de' }}",
        "{{ 'x' | am_raw }}", "{{ '0' | am_captured }}", "{{ 'x' | where: 'a' }}", "{{ 'x' | split: '' | join: 'y' }}",
        "${7*7}", "#{7*7}", "<%= 7*7 %>", "@(7*7)", "{{{ subscriber.name }}}", "{{ '{{ 7 }}' }}", "{%- if true -%}{{ 'a' }}{%- endif -%}",
    ];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void A_payload_is_refused_or_stays_text(string payload)
    {
        Environment.SetEnvironmentVariable("ACTORMAIL_TEST_SECRET", Secret);
        foreach (var content in new[] { new PostContent("x", Markdown: payload), new PostContent("x", Html: payload), new PostContent(payload, "x") })
        {
            if (Press.Default.Check(content, Press.Post.List).Count > 0) continue;
            var (text, html) = Press.Letter(content, Press.Reader(payload, ("city", payload)));
            foreach (var part in new[] { text, html })
            {
                Assert.DoesNotContain(Secret, part, StringComparison.Ordinal);
                Assert.DoesNotContain("root:", part, StringComparison.Ordinal);
                Assert.DoesNotContain("System.", part, StringComparison.Ordinal);
                Assert.DoesNotContain("ActorMail.", part, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void A_payload_as_a_readers_name_stays_that_name(string payload)
    {
        Assert.Equal(payload, Press.Render("{{ subscriber.name }}", Press.Reader(payload)));
        Assert.Equal(payload, Press.Render("{% if true %}{{ subscriber.name }}{% endif %}", Press.Reader(payload)));
    }

    public static TheoryData<string, string> Bombs => new()
    {
        { "nested loops", Loops(4, "") },
        { "nested loops with text", Loops(3, new string('x', 10_000)) },
        { "a capture that doubles", "{% capture a %}xxxxxxxxxx{% endcapture %}" + string.Concat(Enumerable.Repeat("{% capture a %}{{ a }}{{ a }}{% endcapture %}", 60)) },
        { "a capture that doubles in a loop", "{% capture a %}xx{% endcapture %}{% for i in (1..100) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}" },
        { "a capture full of text", "{% capture a %}" + Loops(2, new string('x', 10_000)) + "{% endcapture %}" },
        { "an assign that doubles", "{% assign a = 'xx' %}{% for i in (1..100) %}{% assign a = a | append: a %}{% endfor %}" },
        { "an assign that squares", "{% assign a = 'aaaaaaaaaa' %}{% for i in (1..10) %}{% assign a = a | replace: 'a', a %}{% endfor %}" },
        { "an assign that escapes", "{% assign a = '&&&&' %}{% for i in (1..100) %}{% assign a = a | escape | append: a %}{% endfor %}" },
        { "a long range", "{% for i in (1..2000000000) %}{% endfor %}" },
        { "a huge number", "{% if true %}{{ 79228162514264337593543950335 | times: 79228162514264337593543950335 }}{% endif %}" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_ends_soon(string what, string source)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        Assert.Throws<LetterFailedException>(() => Press.Render(source));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{what} took {clock.Elapsed}");
        var used = GC.GetAllocatedBytesForCurrentThread() - before;
        // What piles up is counted; a loop that piles nothing up is only ended by the clock.
        if (!what.StartsWith("nested", StringComparison.Ordinal)) Assert.True(used < 150_000_000, $"{what} allocated {used}");
    }

    private static string Loops(int depth, string body) =>
        string.Concat(Enumerable.Range(0, depth).Select(at => $"{{% for v{at} in (1..1000) %}}")) + body
        + string.Concat(Enumerable.Repeat("{% endfor %}", depth));
}
