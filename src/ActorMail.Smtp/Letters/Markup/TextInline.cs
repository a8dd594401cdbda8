using System.Text;
using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>What stands within a line, as plain text: links with their address, images by their description.</summary>
internal sealed class TextInline(LiquidShield shield)
{
    private readonly StringBuilder _text = new();

    public bool IsEmpty => _text.Length == 0 || IsBlank(_text);

    /// <summary>The line so far; a line feed in it is a forced break.</summary>
    public string Take()
    {
        var text = _text.ToString().Trim(' ', '\n');
        _text.Clear();
        return text;
    }

    public void Add(INode node)
    {
        switch (node)
        {
            case IComment comment when shield.HoldsTag(comment.Data):
                _text.Append(comment.Data.Trim());
                break;
            case IText text:
                AddText(text.Data);
                break;
            case IElement element when !IsHidden(element):
                AddElement(element);
                break;
        }
    }

    public static bool IsHidden(IElement element) =>
        element.LocalName is "style" or "script" or "head" or "title" or "template" or "noscript"
        || element.HasAttribute("hidden")
        || (element.GetAttribute("style") is { } style && style.Replace(" ", "", StringComparison.Ordinal)
            .Contains("display:none", StringComparison.OrdinalIgnoreCase));

    private void AddElement(IElement element)
    {
        switch (element.LocalName)
        {
            case "br":
                TrimEnd();
                _text.Append('\n');
                break;
            case "img":
                if (element.GetAttribute("alt") is { } alt && !string.IsNullOrWhiteSpace(alt)) AddText($"[{alt}]");
                break;
            case "input":
                if (element.GetAttribute("type") == "checkbox") AddText(element.HasAttribute("checked") ? "[x]" : "[ ]");
                break;
            case "a":
                AddLink(element);
                break;
            case "code":
                Around(element, "`");
                break;
            case "strong" or "b":
                Around(element, "*");
                break;
            case "em" or "i":
                Around(element, "_");
                break;
            default:
                AddChildren(element);
                break;
        }
    }

    private void AddChildren(IElement element)
    {
        foreach (var child in element.ChildNodes) Add(child);
    }

    private void Around(IElement element, string mark)
    {
        _text.Append(mark);
        AddChildren(element);
        _text.Append(mark);
    }

    /// <summary>A footnote's number in brackets; any other link as "text (address)", the address once if both are the same.</summary>
    private void AddLink(IElement element)
    {
        var address = (element.GetAttribute("href") ?? "").Trim();
        var start = _text.Length;
        AddChildren(element);
        var text = _text.ToString(start, _text.Length - start).Trim();
        if (address.StartsWith('#'))
        {
            _text.Length = start;
            if (element.ClassList.Contains("footnote-ref")) _text.Append('[').Append(text).Append(']');
            else if (!element.ClassList.Contains("footnote-back-ref")) _text.Append(text);
        }
        else if (address.Length > 0 && !Same(text, address))
        {
            TrimEnd();
            if (text.Length == 0) _text.Append(address);
            else _text.Append(" (").Append(address).Append(')');
        }
    }

    private static bool Same(string text, string address) =>
        text == address || "mailto:" + text == address || "tel:" + text == address
        || "https://" + text == address || "http://" + text == address || text + "/" == address;

    private void AddText(string text)
    {
        foreach (var character in text)
        {
            if (character is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                if (_text.Length > 0 && _text[^1] is not (' ' or '\n')) _text.Append(' ');
            }
            else if (character is not ('\u00ad' or '\u200b' or '\ufeff'))
            {
                _text.Append(character);
            }
        }
    }

    private void TrimEnd()
    {
        while (_text.Length > 0 && _text[^1] == ' ') _text.Length--;
    }

    private static bool IsBlank(StringBuilder text)
    {
        foreach (var chunk in text.GetChunks())
        {
            if (!chunk.Span.IsWhiteSpace()) return false;
        }

        return true;
    }
}
