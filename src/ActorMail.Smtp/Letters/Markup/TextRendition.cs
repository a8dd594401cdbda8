using System.Globalization;
using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>HTML as plain text that is pleasant to read: the part for readers and machines that show no HTML.</summary>
internal sealed class TextRendition
{
    public const int Width = 72;
    private const string Rule = "----------------------------------------";

    private static readonly HashSet<string> BlockNames =
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ];

    private readonly LiquidShield _shield;
    private readonly TextWrap _wrap;
    private readonly TextTable _table;

    private TextRendition(LiquidShield shield)
    {
        _shield = shield;
        _wrap = new TextWrap(shield);
        _table = new TextTable(shield, _wrap);
    }

    public static string From(IElement body, LiquidShield shield) =>
        string.Join('\n', new TextRendition(shield).Blocks(body, Width, tight: false)) + "\n";

    /// <param name="tight">No empty line between the blocks.</param>
    private List<string> Blocks(INode parent, int width, bool tight)
    {
        var blocks = new List<List<string>>();
        var inline = new TextInline(_shield);
        foreach (var node in parent.ChildNodes)
        {
            var block = node switch
            {
                IElement element when BlockNames.Contains(element.LocalName) => TextInline.IsHidden(element) ? [] : Block(element, width),
                IComment comment when inline.IsEmpty && _shield.HoldsTag(comment.Data) => [comment.Data.Trim()],
                _ => null,
            };
            if (block is null)
            {
                inline.Add(node);
                continue;
            }

            Flush();
            if (block.Count > 0) blocks.Add(block);
        }

        Flush();
        return Join(blocks, tight);

        void Flush()
        {
            var text = inline.Take();
            if (text.Length > 0) blocks.Add(_wrap.Lines(text, width));
        }
    }

    private List<string> Block(IElement element, int width) => element.LocalName switch
    {
        "h1" => Underlined(element, width, '='),
        "h2" => Underlined(element, width, '-'),
        "hr" => [Rule],
        "pre" => [.. element.TextContent.Trim('\n').Split('\n').Select(line => ("    " + line).TrimEnd())],
        "blockquote" => Prefixed(Blocks(element, width - 2, tight: false), "> ", "> "),
        "ul" => List(element, width, _ => "- "),
        "ol" => List(element, width, OrderedMark(element)),
        "dd" => Prefixed(Blocks(element, width - 4, tight: false), "    ", "    "),
        "dl" => Blocks(element, width, tight: true),
        "table" when TextTable.HoldsData(element) => _table.Lines(element, width),
        _ => Blocks(element, width, tight: false),
    };

    private List<string> Underlined(IElement heading, int width, char line)
    {
        var lines = Blocks(heading, width, tight: false);
        if (lines.Count > 0) lines.Add(new string(line, Math.Clamp(lines.Max(_wrap.Width), 1, Math.Max(1, width))));
        return lines;
    }

    private List<string> List(IElement list, int width, Func<int, string> mark)
    {
        var items = new List<List<string>>();
        var tight = !list.Children.Any(item => item.Children.Any(child => child.LocalName == "p"));
        var number = 0;
        var tags = "";
        foreach (var node in list.ChildNodes)
        {
            if (node is IComment comment && _shield.HoldsTag(comment.Data)) tags += comment.Data.Trim();
            if (node is not IElement item || TextInline.IsHidden(item)) continue;
            var first = mark(number++);
            items.Add(Prefixed(Blocks(item, width - first.Length, tight), tags + first, new string(' ', first.Length)));
            tags = "";
        }

        if (tags.Length > 0) items.Add([tags]);
        return Join(items, tight);
    }

    private static Func<int, string> OrderedMark(IElement list)
    {
        var start = int.TryParse(list.GetAttribute("start"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var from) ? from : 1;
        var width = $"{start + Math.Max(0, list.Children.Length - 1)}. ".Length;
        return number => $"{start + number}. ".PadLeft(width);
    }

    private static List<string> Prefixed(List<string> lines, string first, string rest) =>
        [.. lines.Select((line, at) => ((at == 0 ? first : rest) + line).TrimEnd())];

    private static List<string> Join(List<List<string>> blocks, bool tight)
    {
        var lines = new List<string>();
        foreach (var block in blocks)
        {
            if (lines.Count > 0 && !tight) lines.Add("");
            lines.AddRange(block);
        }

        return lines;
    }
}
