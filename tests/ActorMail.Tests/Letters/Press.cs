using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp.Letters;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Subscribers;
using ActorMail.Tokens;

namespace ActorMail.Tests.Letters;

/// <summary>A press and its readers, as most tests need them.</summary>
internal static class Press
{
    public static readonly LetterPress Default = new(
        new SenderSettings("The Harbour", EmailAddress.Parse("letters@example.org"), new Uri("https://mail.example.org")),
        new InstanceKeys(new byte[32]));

    public static readonly PostValues Post = new(
        "https://example.org/post", "news", "The Harbour", "letters@example.org", new DateTimeOffset(2026, 5, 7, 8, 0, 0, TimeSpan.Zero));

    public static Recipient Reader(string? name = "Ada", params (string Key, string Value)[] attributes) => new(
        new SubscriberId(1), EmailAddress.Parse("ada@example.net"), name,
        attributes.ToDictionary(pair => pair.Key, pair => pair.Value), TokenEpoch: 0);

    /// <summary>Renders one text as it would be in a letter; a fault of the text is thrown.</summary>
    public static string Render(string source, Recipient? reader = null, TextKind kind = TextKind.Plain) =>
        Render(Scan(source).Nodes, reader ?? Reader(), kind);

    public static string Render(IReadOnlyList<LiquidNode> nodes, Recipient reader, TextKind kind)
    {
        var shared = new LetterValues(Post, null, null) { Subject = "A subject" };
        return LiquidTemplate.Compile(nodes, kind, shared).Render(Values(reader));
    }

    public static LetterValues Values(Recipient reader) => new(Post, reader, "https://mail.example.org/u/T") { Subject = "A subject" };

    public static LiquidText Scan(string source)
    {
        var text = LiquidScanner.Scan(CleanText.Body(source));
        return text.Faults.Count == 0 ? text : throw new FormatException(string.Join("; ", text.Faults));
    }

    /// <summary>Both parts as a reader gets them.</summary>
    public static (string Text, string Html) Letter(PostContent content, Recipient? reader = null)
    {
        var composed = ComposedLetter.From(content, Post);
        var values = Values(reader ?? Reader());
        return (composed.TextTemplate.Render(values), composed.HtmlTemplate.Render(values));
    }

    public static (string Text, string Html) Markdown(string markdown, Recipient? reader = null) =>
        Letter(new PostContent("A subject", Markdown: markdown, Url: Post.Url), reader);
}
