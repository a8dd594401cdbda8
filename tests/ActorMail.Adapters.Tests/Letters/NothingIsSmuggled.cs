using ActorMail.Posts;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MimeKit;

namespace ActorMail.Adapters.Tests.Letters;

/// <summary>DELIVERY.md 8: no input puts a line, a header or an end of data where the author did not.</summary>
public sealed class NothingIsSmuggled
{
    private static readonly string[] Sequences =
    [
        "\n.\n", "\r.\r", "\r.\n", "\n.\r", "\n.\r\n", "\r\n.\n", "\r.\r\n", "\r\n.\r", "\r\n.\r\n", "\0\r\n.\r\n", "\r\n\0.\r\n", "\r\n.\0\r\n",
        "\r\n.\r\n\0", "\u0085.\u0085", "\u2028.\u2028", "\u2029.\u2029", "\v.\v", "\f.\f",
    ];

    public static TheoryData<string> Smuggled =>
        new(Sequences.Select(s => $"x{s}MAIL FROM:<eve@example.com>\r\nRCPT TO:<victim@example.com>\r\nDATA\r\nSubject: smuggled\r\n\r\nx{s}"));

    [Theory]
    [MemberData(nameof(Smuggled))]
    public void The_ten_sequences_of_smtpsmug_get_nowhere(string payload)
    {
        foreach (var content in new PostContent[]
        {
            new("Hi {{ subscriber.name }}", Markdown: $"{payload}\n\n![{payload}](https://x.org/a.png)\n\n{{{{ subscriber.attributes.city }}}}"),
            new("Hi {{ subscriber.name }}", Html: $"<p>{payload}</p><img alt=\"{payload}\" src=x>", Text: payload + "{{ subscriber.name }}"),
            new("Hi", Html: "{% if true %}<p>{{ subscriber.attributes.city | raw }}</p>{% endif %}", Text: "{% if true %}{{ subscriber.name }}{% endif %}" + payload),
            new("Hi", Markdown: "Я" + new string('Я', 200) + payload + "{{ subscriber.name }}"),
            new(payload, Markdown: "x"),
        })
        {
            var bytes = Mail.Bytes(content, Mail.Reader(payload, payload), Mail.PressOf(payload));

            Mail.AssertSafe(bytes);
            AssertHeadersOfOneLetter(bytes);
        }
    }

    [Property(MaxTest = 200)]
    public Property No_name_value_or_subject_adds_a_header() => Prop.ForAll(Nasty.ToArbitrary(), Nasty.ToArbitrary(), (one, two) =>
    {
        var bytes = Mail.Bytes(
            new PostContent("S {{ subscriber.name }} " + two, Html: "<p>{{ subscriber.attributes.city }}</p>", Text: one), Mail.Reader(one, two), Mail.PressOf(two));

        Mail.AssertSafe(bytes);
        AssertHeadersOfOneLetter(bytes);
    });

    [Fact]
    public void A_subject_is_one_line_of_at_most_255_characters()
    {
        var subject = Mail.Parse(Mail.Bytes(reader: Mail.Reader("a\r\nBcc: eve@example.com\r\n\r\nbody " + new string('x', 10_000)))).Subject!;

        Assert.StartsWith("Hello a Bcc: eve@example.com body xxx", subject, StringComparison.Ordinal);
        Assert.True(subject.Length <= 255);
    }

    [Fact]
    public void A_name_is_cut_before_its_line_grows_too_long()
    {
        var name = string.Concat(Enumerable.Repeat("\"C\" <w", 200));

        Mail.AssertSafe(Mail.Bytes(reader: Mail.Reader(name), press: Mail.PressOf(name)));
    }

    private static void AssertHeadersOfOneLetter(byte[] bytes)
    {
        var mail = Mail.Parse(bytes);
        Assert.Equal(12, mail.Headers.Count);
        Assert.Equal("ada@example.net", Assert.IsType<MailboxAddress>(Assert.Single(mail.To)).Address);
        Assert.Equal("letters@example.org", Assert.IsType<MailboxAddress>(Assert.Single(mail.From)).Address);
        Assert.Equal(2, Assert.IsType<MultipartAlternative>(mail.Body, exactMatch: false).Count);
    }

    /// <summary>Every control character there is, and what header syntax is made of.</summary>
    private static Gen<string> Nasty => Gen.OneOf(
            Gen.Choose(0, 0xa0).Select(c => ((char)c).ToString()),
            Gen.Elements("\r\n", "\r\nBcc: eve@example.com\r\n", "\u2028", "\u2029", "<", ">", "\"", "\\", ",", ";", ":", "(", "@", "=?utf-8?q?x?=", "é", "😀", "\ud83d", "\u202e", "--=_", "\r\n--=_", new string('w', 300)))
        .ListOf()
        .Select(pieces => string.Concat(pieces).Replace("{", "", StringComparison.Ordinal));
}
