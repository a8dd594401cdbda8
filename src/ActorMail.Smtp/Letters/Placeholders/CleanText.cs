using System.Buffers;
using System.Text;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Brings any text into the one form the rest works with.</summary>
internal static class CleanText
{
    /// <summary>C0 controls but tab and line feed, DEL: what a body must not hold, and CR, which becomes LF.</summary>
    private static readonly SearchValues<char> Unwanted = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not ('\t' or '\n')).Select(c => (char)c), '\x7f']);

    /// <summary>All that breaks a line for some reader of a header, and all other controls.</summary>
    private static readonly SearchValues<char> NotOnOneLine = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Where(c => c is < 0x20 or >= 0x7f).Select(c => (char)c), '\u2028', '\u2029']);

    /// <summary>Every CRLF, CR and LF becomes one LF; other control characters but the tab go; half pairs are replaced.</summary>
    public static string Body(string text)
    {
        text = WholePairs(text);
        var first = text.AsSpan().IndexOfAny(Unwanted);
        if (first < 0) return text;
        var clean = new StringBuilder(text.Length).Append(text, 0, first);
        for (var at = first; at < text.Length; at++)
        {
            var character = text[at];
            if (character == '\r')
            {
                clean.Append('\n');
                if (at + 1 < text.Length && text[at + 1] == '\n') at++;
            }
            else if (character is '\t' or '\n' or >= ' ' and not '\x7f')
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }

    /// <summary>For headers: runs of line breaks and controls become one space each, the edges are trimmed.</summary>
    public static string Line(string text)
    {
        if (!text.AsSpan().ContainsAny(NotOnOneLine)) return text.Trim();
        var clean = new StringBuilder(text.Length);
        var gap = false;
        foreach (var character in text)
        {
            var unwanted = NotOnOneLine.Contains(character);
            if (!unwanted) clean.Append(character);
            else if (!gap) clean.Append(' ');
            gap = unwanted;
        }

        return clean.ToString().Trim();
    }

    /// <summary>A line of at most <paramref name="length"/> characters: where it is cut, no blank is left at its end.</summary>
    public static string Line(string text, int length) => Cut(Line(text), length).TrimEnd();

    /// <summary>Two halves from different values would become a letter nobody wrote, in one way of rendering only.</summary>
    private static string WholePairs(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0) return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) whole.Append(rune.ToString());
        return whole.ToString();
    }

    public static bool FitsOneLine(string text) => !text.AsSpan().ContainsAny(NotOnOneLine);

    /// <summary>At most <paramref name="length"/> characters, no surrogate pair cut.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        if (length <= 0) return "";
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }
}
