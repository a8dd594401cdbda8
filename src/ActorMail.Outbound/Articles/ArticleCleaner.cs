using System.Text.RegularExpressions;
using ActorMail.Feeds;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;

namespace ActorMail.Outbound.Articles;

/// <summary>
/// Lets through what a letter can show: words, links, lists, tables, pictures. Script, forms, frames, styles and whatever else is
/// taken out; every address is made absolute. A picture of one pixel counts its readers and is taken out, too.
/// </summary>
internal sealed partial class ArticleCleaner : IArticleCleaner
{
    /// <summary>Longer articles are not carried in full: the letter shows the title and leads to the web.</summary>
    public const int MaxHtml = 512 * 1024;

    private const int MaxTitle = 200;
    private const int MaxWords = 80;

    private static readonly string[] Tags =
    [
        "a", "abbr", "address", "article", "aside", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del",
        "details", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "picture", "pre", "q", "s", "samp", "section", "small", "span",
        "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var",
    ];

    /// <summary>Taken out with all that is inside; of any other tag the words inside stay.</summary>
    private static readonly HashSet<string> Mute =
    [
        "script", "style", "iframe", "frame", "frameset", "noframes", "noembed", "object", "embed", "applet", "svg", "math", "canvas",
        "audio", "video", "select", "textarea", "button", "template", "title", "xmp", "plaintext", "head",
    ];

    private static readonly string[] Attributes =
        ["href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "start", "align"];

    public FeedItem Clean(string? id, string? title, string? html, Uri? link, DateTimeOffset? at)
    {
        var body = html is { Length: > 0 and <= MaxHtml } ? Sanitizer().Sanitize(html, link?.AbsoluteUri ?? "").Trim() : "";
        var name = Line(title, MaxTitle) ?? Line(body, MaxWords) ?? link?.Host ?? "News";
        return new FeedItem(id, name, body, link, at);
    }

    /// <summary>Made anew each time, because it is not said to be safe to share.</summary>
    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Tags, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(Attributes, StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        })
        { KeepChildNodes = true };
        sanitizer.RemovingTag += (_, removing) =>
        {
            if (Mute.Contains(removing.Tag.LocalName)) removing.Tag.TextContent = "";
        };
        sanitizer.PostProcessNode += (_, post) =>
        {
            if (post.Node is IElement { LocalName: "img" } picture && IsTracker(picture)) picture.Remove();
        };
        return sanitizer;
    }

    private static bool IsTracker(IElement picture) => !picture.HasAttribute("src")
        || (picture.GetAttribute("width")?.Trim() is "0" or "1" && picture.GetAttribute("height")?.Trim() is "0" or "1");

    /// <summary>The words of HTML on one line, cut between two of them; null when there are none.</summary>
    private static string? Line(string? html, int most)
    {
        if (string.IsNullOrWhiteSpace(html)) return null;
        // Enough to find so many words in; the rest need not be read.
        var body = new HtmlParser().ParseDocument(html.Length > 16 * 1024 ? html[..(16 * 1024)] : html).Body!;
        foreach (var mute in body.QuerySelectorAll("script, style").ToList()) mute.Remove();
        var words = Blank().Replace(body.TextContent, " ").Trim();
        if (words.Length == 0) return null;
        if (words.Length <= most) return words;
        var cut = words.LastIndexOf(' ', most);
        var end = cut > most / 2 ? cut : char.IsHighSurrogate(words[most - 1]) ? most - 1 : most;
        return words[..end].TrimEnd(' ', ',', ';', ':', '-', '–') + "…";
    }

    [GeneratedRegex(@"[\s\p{Cc}\u200B\uFEFF\u202A-\u202E\u2066-\u2069]+")]
    private static partial Regex Blank();
}
