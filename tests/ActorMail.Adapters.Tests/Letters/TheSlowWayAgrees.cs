using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Smtp.Letters;
using ActorMail.Smtp.Letters.Placeholders;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MimeKit;

namespace ActorMail.Adapters.Tests.Letters;

/// <summary>
/// Letters put together from prepared bytes against the same letters rendered as a whole and built by MimeKit: once decoded they
/// are equal, header by header and part by part.
/// </summary>
public sealed class TheSlowWayAgrees
{
    private static readonly PostContent[] Contents =
    [
        Mail.Content,
        new("{{ subscriber.attributes.city }} and {{ subscriber.name | upcase }} ", Markdown: "**{{ subscriber.name }}**\n\n| a |\n|---|\n| {{ subscriber.attributes.city }} |\n"),
        new("Grüße, " + new string('x', 90), Html: "<p title=\"{{ subscriber.name }}\">{{ subscriber.attributes.city | newline_to_br }}</p>", Text: "{{ subscriber.name }}"),
        new(string.Join(' ', Enumerable.Repeat("many short words", 12)), Markdown: "{% if subscriber.name %}{{ subscriber.name }}{% endif %}"),
        new("Привет {{ subscriber.name }}", Markdown: "Привет, читатель, привет {{ subscriber.attributes.city }}"),
    ];

    [Property(MaxTest = 300)]
    public Property For_any_reader() => Prop.ForAll(
        Text.ToArbitrary(), Text.ToArbitrary(), Gen.Elements(Contents).ToArbitrary(), (name, city, content) => Agree(name, city, content));

    [Theory]
    [InlineData("\"Ada\" \\ <x@example.com>", "a, b; c: (d)")]
    [InlineData("=?utf-8?q?x?=", "=?utf-8?b?eA==?= y")]
    [InlineData("a  b", "two  blanks   three")]
    [InlineData(".", "'")]
    [InlineData("שלום עולם", "\u202eabc")]
    public void For_those_who_are_hard_to_write(string name, string city) => Assert.All(Contents, content => Agree(name, city, content));

    /// <summary>A subject and a name are cut at 255 characters, here where two blanks stand.</summary>
    [Fact]
    public void For_what_is_cut_at_a_blank()
    {
        var cut = new string('x', 253) + "  end";
        Assert.All(Contents, content => Agree(cut, "Oslo", content));
        Agree("Ada", cut, new PostContent("{{ subscriber.attributes.city }}", Markdown: "x"));
    }

    [Fact]
    public void For_values_of_10_000_characters() =>
        Assert.All(Contents, content => Agree(Long("Zoë 👩‍🚀 שלום <\">\r\n"), Long("word and word "), content));

    [Fact]
    public void For_subjects_of_every_length_and_width()
    {
        for (var length = 1; length < 255; length += 3)
        {
            Agree("Ada", "Oslo", new PostContent(Long("word and ")[..length] + ".", Markdown: "x"));
            Agree("Ada", "Oslo", new PostContent("x" + new string(' ', length) + "y", Markdown: "x"));
            Agree(Long("é👩‍🚀")[..length], "Oslo", new PostContent(Long("日本é ")[..length] + ".", Markdown: "x"));
        }
    }

    private static string Long(string text) => string.Concat(Enumerable.Repeat(text, 10_000 / text.Length + 1))[..10_000];

    private static void Agree(string name, string city, PostContent content)
    {
        var reader = Mail.Reader(name, city);
        var bytes = Mail.Bytes(content, reader);
        Mail.AssertSafe(bytes);
        var fast = Mail.Parse(bytes);
        using var slow = Slow(content, reader, fast);

        Assert.Equal(Fields(slow), Fields(fast));
        // MimeKit leaves what looks like an encoded word as it is, so these two are compared with what was meant.
        Assert.Equal(Whole(Composed(content, reader, "").Values.Subject!), fast.Subject);
        Assert.Equal($"{Whole(OneLine(name))} <{reader.Email}>", Shown(Assert.Single(fast.To.Mailboxes)));
        Assert.Equal(slow.From.Mailboxes.Select(Shown), fast.From.Mailboxes.Select(Shown));
        Assert.Equal(slow.Date, fast.Date);
        foreach (var field in new[] { "List-Id", "List-Unsubscribe-Post", "Auto-Submitted", "Precedence", "Feedback-ID", "MIME-Version" })
            Assert.Equal(slow.Headers[field], fast.Headers[field]);
        Assert.Equal(slow.TextBody, fast.TextBody!.TrimEnd('\r', '\n'));
        Assert.Equal(slow.HtmlBody, fast.HtmlBody!.TrimEnd('\r', '\n'));
    }

    private static (ComposedLetter Letter, LetterValues Values) Composed(PostContent content, Recipient reader, string link)
    {
        var post = Mail.Post(content);
        var shared = new PostValues(content.Url, post.List, "The Harbour", "letters@example.org", post.PublishedAt!.Value);
        var composed = ComposedLetter.From(content, shared);
        var values = new LetterValues(shared, reader, link);
        values.Subject = composed.Subject(values);
        return (composed, values);
    }

    private static string OneLine(string name) => CleanText.Line(name, LetterLimits.MaxSubjectLength);

    /// <summary>Half a surrogate pair can only become the replacement character.</summary>
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Fields(MimeMessage message) =>
        message.Headers.Select(header => header.Field.ToLowerInvariant()).Order();

    private static string Shown(MailboxAddress mailbox) => $"{mailbox.Name} <{mailbox.Address}>";

    /// <summary>The message as MimeKit makes it, written and read back; ids and links are the letter's own.</summary>
    private static MimeMessage Slow(PostContent content, Recipient reader, MimeMessage fast)
    {
        var post = Mail.Post(content);
        var (composed, values) = Composed(content, reader, fast.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>'));
        var message = new MimeMessage { Subject = values.Subject!, Date = values.Date, MessageId = fast.MessageId! };
        message.From.Add(new MailboxAddress("The Harbour", "letters@example.org"));
        message.To.Add(new MailboxAddress(OneLine(reader.Name!), reader.Email.ToString()));
        message.Headers.Add(HeaderId.ListId, "news <news.example.org>");
        message.Headers.Add(HeaderId.ListUnsubscribe, fast.Headers[HeaderId.ListUnsubscribe]!);
        message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add(HeaderId.Precedence, "bulk");
        message.Headers.Add("Feedback-ID", $"{post.Id}:news:actormail:example.org");
        message.Body = new MultipartAlternative(
            new TextPart("plain") { Text = Sent(composed.TextTemplate.Render(values)) },
            new TextPart("html") { Text = Sent(composed.HtmlTemplate.Render(values)) });
        message.Prepare(EncodingConstraint.SevenBit);
        using var stream = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, stream);
        return Mail.Parse(stream.ToArray());
    }

    private static string Sent(string text) => text.TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal);

    private static Gen<string> Text => Gen.Elements(
            "a", "Zoë", " ", "  ", "\t", "\r", "\n", "\r\n", "\0", "\"", "'", "\\", "<", ">", "&amp;", "=", "=?", "?=", ".", ",", "(", "é", "שלום",
            "\u202e", "👩‍🚀", "\ud800", "日本", "\u2028", new string('x', 75), new string('=', 30))
        .ListOf().Select(pieces => string.Concat(pieces));
}
