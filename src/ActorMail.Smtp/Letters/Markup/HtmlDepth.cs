using System.Text.RegularExpressions;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>Tells how deeply HTML is nested without parsing it, before anything walks it.</summary>
internal static partial class HtmlDepth
{
    /// <summary>Elements that end by themselves.</summary>
    private static readonly HashSet<string> Shallow = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup",
    };

    public static bool IsTooDeep(string html)
    {
        var depth = 0;
        foreach (Match tag in AnyTag().Matches(html))
        {
            if (Shallow.Contains(tag.Groups["name"].Value) || tag.Value.EndsWith("/>", StringComparison.Ordinal)) continue;
            if (tag.Value[1] == '/') depth = Math.Max(0, depth - 1);
            else if (++depth > LetterLimits.MaxHtmlDepth) return true;
        }

        return false;
    }

    [GeneratedRegex("</?(?<name>[A-Za-z][A-Za-z0-9:-]*)[^>]*>", RegexOptions.ExplicitCapture)]
    private static partial Regex AnyTag();
}
