using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>A table of data as plain text: in columns where they fit, else one row after the other.</summary>
internal sealed class TextTable(LiquidShield shield, TextWrap wrap)
{
    private const string Gap = "  ";

    /// <summary>A table without headings only lays things out.</summary>
    public static bool HoldsData(IElement table) =>
        Nodes(table).OfType<IElement>().Any(row => Cells(row).Any(cell => cell.LocalName == "th"));

    public List<string> Lines(IElement table, int width)
    {
        var rows = Rows(table, out var last);
        var texts = rows.Select(row => row.Cells.Select(Text).ToList()).ToList();
        var columns = texts.Max(row => row.Count);
        var widths = Enumerable.Range(0, columns)
            .Select(column => texts.Max(row => column < row.Count ? wrap.Width(row[column]) : 0)).ToList();
        var hasHead = rows[0].Cells.All(cell => cell.LocalName == "th");
        var fits = widths.Sum() + Gap.Length * (columns - 1) <= width;
        // A value of unknown width would push whatever stands to its right out of line.
        var steady = texts.All(row => !row.SkipLast(1).Any(shield.HoldsOutput));
        var lines = fits && steady ? InColumns(rows, texts, widths, hasHead) : RowByRow(rows, texts, hasHead, width);
        if (last.Length > 0) lines.Add(last);
        return lines;
    }

    /// <summary>The rows, each with the block tags before it.</summary>
    private List<Row> Rows(IElement table, out string last)
    {
        var rows = new List<Row>();
        last = "";
        foreach (var node in Nodes(table))
        {
            if (node is IComment comment && shield.HoldsTag(comment.Data)) last += comment.Data.Trim();
            if (node is not IElement row || !Cells(row).Any()) continue;
            rows.Add(new Row(last, [.. Cells(row)]));
            last = "";
        }

        return rows;
    }

    private static IEnumerable<INode> Nodes(IElement table) => table.ChildNodes.SelectMany(child => child switch
    {
        IElement { LocalName: "thead" or "tbody" or "tfoot" } section =>
            section.ChildNodes.Where(node => node is not IElement { LocalName: not "tr" }),
        IElement { LocalName: not "tr" } => [],
        _ => Enumerable.Repeat(child, 1),
    });

    private static IEnumerable<IElement> Cells(IElement row) => row.Children.Where(cell => cell.LocalName is "td" or "th");

    private List<string> InColumns(List<Row> rows, List<List<string>> texts, List<int> widths, bool hasHead)
    {
        var lines = new List<string>();
        for (var at = 0; at < rows.Count; at++)
        {
            var row = at;
            var cells = rows[at].Cells.Select((cell, column) => Pad(texts[row][column], widths[column], Alignment(cell)));
            lines.Add(rows[at].Tags + string.Join(Gap, cells).TrimEnd());
            if (at == 0 && hasHead) lines.Add(string.Join(Gap, widths.Select(width => new string('-', width))));
        }

        return lines;
    }

    private List<string> RowByRow(List<Row> rows, List<List<string>> texts, bool hasHead, int width)
    {
        var lines = new List<string>();
        for (var at = hasHead ? 1 : 0; at < rows.Count; at++)
        {
            var row = texts[at];
            if (lines.Count > 0) lines.Add("");
            if (rows[at].Tags.Length > 0) lines.Add(rows[at].Tags);
            for (var column = 0; column < row.Count; column++)
            {
                if (row[column].Length == 0) continue;
                var head = hasHead && column < texts[0].Count && texts[0][column].Length > 0 ? texts[0][column] + ": " : "";
                lines.AddRange(wrap.Lines(head + row[column], width));
            }
        }

        return lines;
    }

    private string Text(IElement cell)
    {
        var inline = new TextInline(shield);
        foreach (var child in cell.ChildNodes) inline.Add(child);
        return inline.Take().Replace('\n', ' ');
    }

    private string Pad(string text, int width, string alignment)
    {
        var free = Math.Max(0, width - wrap.Width(text));
        var left = alignment switch { "right" => free, "center" => free / 2, _ => 0 };
        return new string(' ', left) + text + new string(' ', free - left);
    }

    private static string Alignment(IElement cell)
    {
        var style = cell.GetAttribute("style") ?? cell.GetAttribute("align") ?? "";
        if (style.Contains("right", StringComparison.OrdinalIgnoreCase)) return "right";
        return style.Contains("center", StringComparison.OrdinalIgnoreCase) ? "center" : "left";
    }

    /// <param name="Tags">Hidden block tags that stand before the row.</param>
    private sealed record Row(string Tags, List<IElement> Cells);
}
