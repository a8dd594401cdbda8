using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>Refuses HTML nested so deeply that whoever walks it would run out of stack.</summary>
internal static class HtmlDepth
{
    /// <summary>Elements that have no content or end by themselves.</summary>
    private static readonly HashSet<string> Shallow = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup",
    };

    /// <summary>A look at the tags alone, because parsing what is nested deeply is slow.</summary>
    public static bool LooksTooDeep(string html)
    {
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var depth = 0;
        foreach (var tag in TagScan.Tags(html))
        {
            var name = tag.Name;
            if (Shallow.Contains(name) || (tag.EndsItself && IsForeign(open))) continue;
            var count = open.GetValueOrDefault(name);
            if (!tag.Closes)
            {
                open[name] = count + 1;
                if (++depth > LetterLimits.MaxHtmlDepth) return true;
            }
            else if (count > 0)
            {
                open[name] = count - 1;
                depth--;
            }
        }

        return false;
    }

    /// <summary>The depth as parsed.</summary>
    public static bool IsTooDeep(INode root)
    {
        var nodes = new Stack<(INode Node, int Depth)>([(root, 0)]);
        while (nodes.TryPop(out var next))
        {
            if (next.Depth > LetterLimits.MaxHtmlDepth * 2) return true;
            foreach (var child in next.Node.ChildNodes)
            {
                if (child.HasChildNodes) nodes.Push((child, next.Depth + 1));
            }
        }

        return false;
    }

    /// <summary>Only in SVG and MathML does "/&gt;" end an element.</summary>
    private static bool IsForeign(Dictionary<string, int> open) => open.GetValueOrDefault("svg") > 0 || open.GetValueOrDefault("math") > 0;
}
