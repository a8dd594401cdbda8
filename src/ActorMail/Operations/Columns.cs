namespace ActorMail.Operations;

/// <summary>Rows as lines with their columns under each other; words of others cannot command the terminal that shows them.</summary>
internal static class Columns
{
    public static IReadOnlyList<string> Of(IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return [];
        var clean = rows.Select(row => row.Select(Clean).ToArray()).ToArray();
        // The last column holds free text and is not padded.
        var widths = Enumerable.Range(0, rows[0].Length - 1).Select(at => clean.Max(row => row[at].Length)).Append(0).ToArray();
        return [.. clean.Select(row => string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd())];
    }

    public static string Clean(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '\uFFFD' : character));
}
