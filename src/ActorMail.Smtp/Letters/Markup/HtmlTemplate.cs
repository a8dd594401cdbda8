using System.Reflection;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>The default look of a letter: one HTML file, cut at its marks.</summary>
internal sealed class HtmlTemplate
{
    private const string Resource = "ActorMail.Smtp.Letters.Markup.DefaultTemplate.html";

    public static readonly HtmlTemplate Default = new(ReadResource());
    private readonly string _frame;

    private HtmlTemplate(string file)
    {
        _frame = Without(file, "<!--inline", "-->", out var styles);
        Styles = new InlineStyles(styles);
        Without(file, "<!--footer-->", "<!--/footer-->", out var footer);
        Footer = footer;
    }

    /// <summary>The styles written into the elements Markdown makes, because some clients drop the style sheet.</summary>
    public InlineStyles Styles { get; }

    /// <summary>The footer alone, for letters that are a document of their own.</summary>
    public string Footer { get; }

    /// <summary>What comes before and after the body.</summary>
    public (string Before, string After) Around(string? preheader, bool hasUrl, bool hasFooter)
    {
        var frame = hasUrl ? _frame : Without(_frame, "<!--url-->", "<!--/url-->", out _);
        if (!hasFooter) frame = Without(frame, "<!--footer-->", "<!--/footer-->", out _);
        var marks = new[] { "<!--url-->", "<!--/url-->", "<!--footer-->", "<!--/footer-->" };
        frame = marks.Aggregate(frame, (html, mark) => html.Replace(mark, "", StringComparison.Ordinal));
        var halves = frame.Split("<!--body-->");
        return (halves[0].Replace("<!--preheader-->", Preheader(preheader), StringComparison.Ordinal), halves[1]);
    }

    /// <summary>Shown beside the subject in the list of mails; the filler keeps the letter's head out of there.</summary>
    private static string Preheader(string? text) => text is null ? "" :
        "<div style=\"display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all\">"
        + text + string.Concat(Enumerable.Repeat("&#847;&zwnj;&nbsp;", 40)) + "</div>";

    private static string Without(string text, string open, string close, out string inside)
    {
        var start = text.IndexOf(open, StringComparison.Ordinal);
        var end = text.IndexOf(close, start, StringComparison.Ordinal);
        inside = text[(start + open.Length)..end];
        return text[..start] + text[(end + close.Length)..];
    }

    private static string ReadResource()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
    }
}
