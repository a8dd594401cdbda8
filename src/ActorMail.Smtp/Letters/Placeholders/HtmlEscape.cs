using System.Buffers;
using System.Text;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Escapes text for HTML, in element content and in quoted attributes alike.</summary>
internal static class HtmlEscape
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

    public static string Encode(string text)
    {
        var rest = text.AsSpan();
        var next = rest.IndexOfAny(Special);
        if (next < 0) return text;
        var escaped = new StringBuilder(text.Length + 16);
        for (; next >= 0; next = rest.IndexOfAny(Special))
        {
            escaped.Append(rest[..next]).Append(rest[next] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => "&#39;",
            });
            rest = rest[(next + 1)..];
        }

        return escaped.Append(rest).ToString();
    }
}
