using ActorMail.Posts;
using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Smtp.Letters.Markup;
using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Smtp.Letters;

/// <summary>A post made ready once: its templates compiled, its parts encoded but for the readers' values.</summary>
internal sealed class ComposedLetter
{
    private const string TextFooter = """

        --{{ " " }}
        You get this letter because you are on the list "{{ list.name }}" of {{ sender.name | default: sender.email }}.
        Unsubscribe: {{ unsubscribe_url }}

        """;

    private readonly LiquidTemplate _subject;

    private ComposedLetter(PostValues post, LiquidTemplate subject, LiquidTemplate text, LiquidTemplate html, LetterValues shared)
    {
        _subject = subject;
        Post = post;
        SharedSubject = shared.Subject;
        TextTemplate = text;
        HtmlTemplate = html;
        Text = LetterPart.Prepare(text);
        Html = LetterPart.Prepare(html);
    }

    public PostValues Post { get; }

    /// <summary>The subject if every reader gets the same, else null.</summary>
    public string? SharedSubject { get; }

    public LetterPart Text { get; }

    public LetterPart Html { get; }

    public LiquidTemplate TextTemplate { get; }

    public LiquidTemplate HtmlTemplate { get; }

    public static ComposedLetter From(PostContent content, PostValues post)
    {
        var shared = new LetterValues(post, null, null);
        var subject = LiquidTemplate.Compile(Scan(content.Subject).Nodes, TextKind.Plain, shared);
        if (subject is PlainTemplate { Holes.Count: 0 }) shared.Subject = OneLine(subject.Render(shared));
        var hasUrl = content.Url is not null;
        var document = content.Markdown is { } markdown
            ? LetterDocument.FromMarkdown(Scan(markdown), hasUrl)
            : LetterDocument.FromHtml(Scan(content.Html ?? ""), hasUrl);
        var text = PlainText(content, document, shared);
        var html = LiquidTemplate.Compile([.. document.Html, new LiquidNode.Text("\n")], TextKind.Html, shared);
        return new ComposedLetter(post, subject, text, html, shared);
    }

    public string Subject(LetterValues values) => SharedSubject ?? OneLine(_subject.Render(values));

    private static LiquidTemplate PlainText(PostContent content, LetterDocument document, LetterValues shared)
    {
        var footer = Scan(TextFooter).Nodes;
        if (content.Text is { } written)
        {
            var own = Scan(written);
            var hasWayOut = own.Uses(PlaceholderName.UnsubscribeUrl, "unsubscribe_url");
            return LiquidTemplate.Compile([.. own.Nodes, new LiquidNode.Text("\n"), .. hasWayOut ? [] : footer], TextKind.Plain, shared);
        }

        if (document.Text is { } text) return LiquidTemplate.Compile([.. text, .. footer], TextKind.Derived, shared);
        return new RenderedTextTemplate(
            LiquidTemplate.Compile(document.Body, TextKind.Html, shared), LiquidTemplate.Compile(footer, TextKind.Plain, shared));
    }

    private static LiquidText Scan(string text) => LiquidScanner.Scan(CleanText.Body(text));

    private static string OneLine(string text) => CleanText.Line(text, LetterLimits.MaxSubjectLength);
}
