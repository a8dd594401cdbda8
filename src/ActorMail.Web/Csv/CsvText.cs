using System.Text;

namespace ActorMail.Web.Csv;

/// <summary>
/// Writes one record of comma-separated values. A value that a spreadsheet would run as a formula gets an apostrophe before it;
/// an import takes it away again.
/// </summary>
internal static class CsvText
{
    public const string ContentType = "text/csv; charset=utf-8";
    private static readonly char[] NeedQuotes = [',', '"', '\r', '\n', ' '];

    public static string Line(IEnumerable<string?> values)
    {
        var line = new StringBuilder();
        foreach (var value in values)
        {
            if (line.Length > 0) line.Append(',');
            Append(line, Defused(value ?? ""), first: line.Length == 0);
        }

        return line.Append("\r\n").ToString();
    }

    /// <summary>The value as it was before <see cref="Line"/> defused it.</summary>
    public static string Revived(string value) => value.StartsWith('\'') && IsFormula(value) ? value[1..] : value;

    private static string Defused(string value) => IsFormula(value) ? "'" + value : value;

    /// <summary>Also when apostrophes stand before it, so that <see cref="Revived"/> undoes exactly what was done.</summary>
    private static bool IsFormula(string value) =>
        value.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];

    private static void Append(StringBuilder line, string value, bool first)
    {
        // An empty first value is quoted, else a record of one empty value would be a blank line.
        if (value.IndexOfAny(NeedQuotes) < 0 && !(first && value.Length == 0)) line.Append(value);
        else line.Append('"').Append(value.Replace("\"", "\"\"")).Append('"');
    }
}
