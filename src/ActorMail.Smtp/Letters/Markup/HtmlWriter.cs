using System.Text;
using ActorMail.Smtp.Letters.Placeholders;
using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>Writes elements as HTML. AngleSharp's own writer takes minutes for a megabyte of short paragraphs.</summary>
internal static class HtmlWriter
{
    private static readonly HashSet<string> Void =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

    private static readonly HashSet<string> Verbatim = ["style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext"];

    public static string Inside(IElement element)
    {
        var html = new StringBuilder();
        WriteChildren(element, html);
        return html.ToString();
    }

    private static void WriteChildren(IElement element, StringBuilder html)
    {
        foreach (var child in element.ChildNodes) Write(child, element, html);
    }

    private static void Write(INode node, IElement parent, StringBuilder html)
    {
        switch (node)
        {
            case IElement element:
                WriteElement(element, html);
                break;
            case IComment comment:
                html.Append("<!--").Append(comment.Data).Append("-->");
                break;
            case IText text:
                html.Append(Verbatim.Contains(parent.LocalName) ? text.Data : EscapeText(text.Data));
                break;
        }
    }

    private static void WriteElement(IElement element, StringBuilder html)
    {
        html.Append('<').Append(element.LocalName);
        foreach (var attribute in element.Attributes)
            html.Append(' ').Append(attribute.Name).Append("=\"").Append(HtmlEscape.Encode(attribute.Value)).Append('"');
        html.Append('>');
        if (Void.Contains(element.LocalName)) return;
        // A parser drops the first line feed inside pre, so one that is meant must be doubled.
        if (element.LocalName == "pre" && element.TextContent.StartsWith('\n')) html.Append('\n');
        WriteChildren(element, html);
        html.Append("</").Append(element.LocalName).Append('>');
    }

    private static string EscapeText(string text) => text.AsSpan().IndexOfAny('&', '<', '>') < 0 && !text.Contains('\u00a0')
        ? text
        : text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\u00a0", "&nbsp;", StringComparison.Ordinal);
}
