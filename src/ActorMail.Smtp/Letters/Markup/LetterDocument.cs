using System.Text.RegularExpressions;
using ActorMail.Smtp.Letters.Placeholders;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>Both renditions of what the author wrote, still holding its Liquid.</summary>
/// <param name="Html">The whole HTML part.</param>
/// <param name="Body">The HTML of what the author wrote, without frame and styles.</param>
/// <param name="Text">The text part, or null when it can only be made from the rendered body.</param>
internal sealed partial record LetterDocument(
    IReadOnlyList<LiquidNode> Html, IReadOnlyList<LiquidNode> Body, IReadOnlyList<LiquidNode>? Text)
{
    /// <param name="hasFooter">False for a mail that is no list's: there is nothing to unsubscribe from.</param>
    /// <exception cref="FormatException">The body is nested too deeply.</exception>
    public static LetterDocument FromMarkdown(LiquidText markdown, bool hasUrl, bool hasFooter = true)
    {
        var shield = new LiquidShield(markdown.Nodes);
        var hidden = MarkdownHtml.From(shield.HideInMarkdown());
        var body = Parse(hidden);
        var raw = shield.Show(hidden, HtmlEscape.Encode);
        var text = TextNodes(body, shield, raw);
        var preheader = Preheader.From(body, shield);
        Decorate(body);
        HtmlTemplate.Default.Styles.Apply(body);
        var nodes = shield.Show(BlocksOutOfParagraphs(HtmlWriter.Inside(body)), HtmlEscape.Encode);
        return new LetterDocument(Frame(nodes, preheader, shield, hasUrl, hasFooter), raw, text);
    }

    /// <exception cref="FormatException">The body is nested too deeply.</exception>
    public static LetterDocument FromHtml(LiquidText html, bool hasUrl)
    {
        var shield = new LiquidShield(html.Nodes);
        var hidden = shield.HideInHtml();
        var body = Parse(hidden);
        var text = TextNodes(body, shield, html.Nodes);
        if (!WholeDocument().IsMatch(hidden))
            return new LetterDocument(Frame(html.Nodes, Preheader.From(body, shield), shield, hasUrl), html.Nodes, text);
        var whole = html.Uses(PlaceholderName.UnsubscribeUrl, "unsubscribe_url") ? html.Nodes : WithFooter(hidden, shield);
        return new LetterDocument(whole, html.Nodes, text);
    }

    /// <summary>The text of HTML that holds no Liquid any more.</summary>
    /// <exception cref="FormatException">It is nested too deeply.</exception>
    public static string TextOf(string html) => TextRendition.From(Parse(html), new LiquidShield([]));

    /// <summary>Null when a block tag got lost on the way, say because it stood in an attribute: the rest would make no sense.</summary>
    private static IReadOnlyList<LiquidNode>? TextNodes(IElement body, LiquidShield shield, IReadOnlyList<LiquidNode> source)
    {
        var text = shield.Show(TextRendition.From(body, shield));
        return text.OfType<LiquidNode.Tag>().SequenceEqual(source.OfType<LiquidNode.Tag>()) ? text : null;
    }

    private static IElement Parse(string html)
    {
        if (HtmlDepth.LooksTooDeep(html)) throw TooDeep();
        var whole = WholeDocument().IsMatch(html) ? html : $"<!DOCTYPE html><html><head></head><body>{html}</body></html>";
        var body = new HtmlParser().ParseDocument(whole).Body!;
        return HtmlDepth.IsTooDeep(body) ? throw TooDeep() : body;
    }

    private static FormatException TooDeep() => new($"Elements are nested more than {LetterLimits.MaxHtmlDepth} deep.");

    private static List<LiquidNode> Frame(
        IReadOnlyList<LiquidNode> body, string? preheader, LiquidShield shield, bool hasUrl, bool hasFooter = true)
    {
        const string Mark = "<!--words-->";
        var (before, after) = HtmlTemplate.Default.Around(preheader is null ? null : Mark, hasUrl, hasFooter);
        var head = before.Split(Mark);
        var words = preheader is null ? [] : shield.Show(HtmlEscape.Encode(preheader), HtmlEscape.Encode);
        return [.. Scan(head[0]), .. words, .. head.Skip(1).SelectMany(Scan), .. body, .. Scan(after)];
    }

    private static List<LiquidNode> WithFooter(string hidden, LiquidShield shield)
    {
        var end = EndOfBody().Match(hidden) is { Success: true } match ? match.Index : hidden.Length;
        return [.. shield.Show(hidden[..end]), .. Scan(HtmlTemplate.Default.Footer), .. shield.Show(hidden[end..])];
    }

    private static IReadOnlyList<LiquidNode> Scan(string ours) => LiquidScanner.Scan(ours).Nodes;

    /// <summary>What mail clients cannot do by style alone.</summary>
    private static void Decorate(IElement body)
    {
        foreach (var box in body.QuerySelectorAll("input[type=checkbox]"))
        {
            if (box.ParentElement?.Closest("li") is { } item) item.ClassList.Add("am-task");
            box.Replace(box.Owner!.CreateTextNode(box.HasAttribute("checked") ? "\u2611\ufe0e" : "\u2610\ufe0e"));
        }

        foreach (var table in body.QuerySelectorAll("table"))
        {
            var scroll = body.Owner!.CreateElement("div");
            scroll.SetAttribute("style", "overflow-x:auto;-webkit-overflow-scrolling:touch");
            table.Replace(scroll);
            scroll.AppendChild(table);
        }
    }

    /// <summary>A comment in a paragraph of its own is a block tag that Markdown took for text.</summary>
    private static string BlocksOutOfParagraphs(string html) => LoneTag().Replace(html, "$1");

    [GeneratedRegex(@"<(!doctype\s+html|html|body)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex WholeDocument();

    [GeneratedRegex(@"</(body|html)\s*>(\s*</html\s*>)?\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex EndOfBody();

    [GeneratedRegex(@"<p[^>]*>\s*((?:<!--\w+-->\s*)+)</p>")]
    private static partial Regex LoneTag();
}
