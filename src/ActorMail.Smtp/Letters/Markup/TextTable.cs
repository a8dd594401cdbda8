using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>A table of data as plain text: in columns where they fit, else one row after the other.</summary>
internal sealed class TextTable(LiquidShield shield, TextWrap wrap)
{
    private const string Gap = "  ";

    /// <summary>A table without headings only lays things out.</summary>
    public static bool HoldsData(IElement table) => Rows(table).Any(row => Cells(row).Any(cell => cell.LocalName == "th"));

    public static IEnumerable<IElement> Rows(IElement table) => table.Children.SelectMany(child => child.LocalName switch
    {
        "tr" => [child],
        "thead" or "tbody" or "tfoot" => child.Children.Where(row => row.LocalName == "tr"),
        _ => Enumerable.Empty<IElement>(),
    });

    public static IEnumerable<IElement> Cells(IElement row) => row.Children.Where(cell => cell.LocalName is "td" or "th");

    public List<string> Lines(IElement table, int width)
    {
        var rows = Rows(table).Select(row => Cells(row).ToList()).Where(row => row.Count > 0).ToList();
        var texts = rows.Select(row => row.Select(Text).ToList()).ToList();
        var columns = texts.Max(row => row.Count);
        var widths = Enumerable.Range(0, columns)
            .Select(column => texts.Max(row => column < row.Count ? wrap.Width(row[column]) : 0)).ToList();
        var hasHead = rows[0].All(cell => cell.LocalName == "th");
        var fits = widths.Sum() + Gap.Length * (columns - 1) <= width;
        // A value of unknown width would push whatever stands to its right out of line.
        var steady = texts.All(row => !row.SkipLast(1).Any(shield.HoldsOutput));
        return fits && steady ? InColumns(rows, texts, widths, hasHead) : RowByRow(texts, hasHead, width);
    }

    private List<string> InColumns(List<List<IElement>> rows, List<List<string>> texts, List<int> widths, bool hasHead)
    {
        var lines = new List<string>();
        for (var at = 0; at < rows.Count; at++)
        {
            var row = at;
            var cells = rows[at].Select((cell, column) => Pad(texts[row][column], widths[column], Alignment(cell)));
            lines.Add(string.Join(Gap, cells).TrimEnd());
            if (at == 0 && hasHead) lines.Add(string.Join(Gap, widths.Select(width => new string('-', width))));
        }

        return lines;
    }

    private List<string> RowByRow(List<List<string>> texts, bool hasHead, int width)
    {
        var lines = new List<string>();
        foreach (var row in hasHead ? texts.Skip(1) : texts)
        {
            if (lines.Count > 0) lines.Add("");
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
}
