using System.Text;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>Tags found without parsing, in one pass: a text of nothing but &lt; costs no more than another.</summary>
internal static class TagScan
{
    /// <summary>A tag that begins with a letter and ends at the next &gt;.</summary>
    /// <param name="EndsItself">Whether it is written with "/&gt;".</param>
    public readonly record struct Tag(string Name, bool Closes, bool EndsItself);

    public static IEnumerable<Tag> Tags(string html)
    {
        for (var at = html.IndexOf('<'); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at))
        {
            var closes = html[at + 1] == '/';
            var start = at + (closes ? 2 : 1);
            var end = start;
            while (end < html.Length && (char.IsAsciiLetter(html[end]) || (end > start && IsOfName(html[end])))) end++;
            at++;
            if (end == start) continue;
            // No > behind this one means none behind any other.
            if (html.IndexOf('>', end) is not (>= 0 and var close)) yield break;
            yield return new Tag(html[start..end], closes, html[close - 1] == '/');
            at = close + 1;
        }
    }

    /// <summary>The text without whatever stands between &lt; and &gt;.</summary>
    public static string WithoutTags(string text)
    {
        var kept = new StringBuilder(text.Length);
        var at = 0;
        for (int open; (open = text.IndexOf('<', at)) >= 0;)
        {
            if (text.IndexOf('>', open) is not (>= 0 and var close)) break;
            kept.Append(text, at, open - at);
            at = close + 1;
        }

        return kept.Append(text, at, text.Length - at).ToString();
    }

    private static bool IsOfName(char next) => char.IsAsciiDigit(next) || next is ':' or '-';
}
