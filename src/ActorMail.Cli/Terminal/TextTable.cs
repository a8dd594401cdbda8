using System.Text;

namespace ActorMail.Cli.Terminal;

/// <summary>Rows with their columns under each other, without lines or colours, so that awk and a person both can read them.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The last column is not padded: free text belongs there.</summary>
    public static IEnumerable<string> Lines(params IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0) yield break;
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) yield return Line(row, widths);
    }

    /// <summary>One row with columns at least so wide: for rows that come one by one.</summary>
    public static string Line(IReadOnlyList<string> row, params IReadOnlyList<int> widths)
    {
        var line = new StringBuilder();
        for (var column = 0; column < row.Count - 1; column++) line.Append(row[column].PadRight(widths[column])).Append(Gap);
        return line.Append(row[^1]).ToString().TrimEnd();
    }
}
