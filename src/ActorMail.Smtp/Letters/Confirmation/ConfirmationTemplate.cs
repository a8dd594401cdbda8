using ActorMail.Letters;
using ActorMail.Smtp.Letters.Markup;
using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Smtp.Letters.Confirmation;

/// <summary>The owner's own words, in the look of a letter, with holes for what differs from mail to mail.</summary>
internal sealed class ConfirmationTemplate
{
    private readonly IReadOnlyList<LiquidNode> _subject;
    private readonly LetterDocument _document;

    private ConfirmationTemplate(IReadOnlyList<LiquidNode> subject, LetterDocument document) => (_subject, _document) = (subject, document);

    /// <exception cref="FormatException">The Markdown is nested too deeply or holds too many links.</exception>
    public static ConfirmationTemplate Of(ConfirmationText own) =>
        new(Scan(own.Subject).Nodes, LetterDocument.FromMarkdown(Scan(own.Markdown), hasUrl: false, hasFooter: false));

    /// <summary>Cuts out its placeholders, of which only those of a confirmation are known.</summary>
    public static LiquidText Scan(string text) => LiquidScanner.Scan(CleanText.Body(text), Placeholder.FindInConfirmation);

    public ConfirmationWords Fill(string sender, string email, IReadOnlyList<string> lists, string link)
    {
        var values = new LetterValues(new PostValues(null, string.Join(", ", lists), sender, email, default), null, null) { ConfirmUrl = link };
        values.Subject = CleanText.Line(Render(_subject, TextKind.Plain, values), LetterLimits.MaxSubjectLength);
        return new ConfirmationWords(
            values.Subject, Render(_document.Text ?? [], TextKind.Derived, values), Render(_document.Html, TextKind.Html, values) + "\n");
    }

    private static string Render(IReadOnlyList<LiquidNode> nodes, TextKind kind, LetterValues values) =>
        LiquidTemplate.Compile(nodes, kind, values).Render(values);
}
