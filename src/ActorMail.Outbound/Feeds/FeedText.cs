using System.Text;
using System.Text.RegularExpressions;

namespace ActorMail.Outbound.Feeds;

/// <summary>A feed's bytes as text: by its byte order mark, else by its server's charset, else by its own declaration, else UTF-8.</summary>
internal static partial class FeedText
{
    private const int DeclarationWithin = 256;

    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        var (encoding, skip) = ByMark(bytes);
        encoding ??= Named(charset?.Trim('"', '\'')) ?? Named(Declared(bytes)) ?? Encoding.UTF8;
        return Readable(encoding.GetString(bytes[skip..]));
    }

    private static (Encoding? Encoding, int Skip) ByMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [(byte)'<', 0, ..] => (Encoding.Unicode, 0),
        [0, (byte)'<', ..] => (Encoding.BigEndianUnicode, 0),
        _ => (null, 0),
    };

    private static string? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, DeclarationWithin)]);
        return Declaration().Match(head) is { Success: true } found ? found.Groups["name"].Value : null;
    }

    /// <summary>Null for a name nobody knows. A feed whose head could be read in bytes is not UTF-16, whatever it says.</summary>
    private static Encoding? Named(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Without the control characters that XML forbids and blogs let through; the declaration told its encoding already.</summary>
    private static string Readable(string text) => Forbidden().Replace(Prolog().Replace(text, "", 1), "");

    [GeneratedRegex("""^<\?xml[^>]*?encoding\s*=\s*["'](?<name>[A-Za-z0-9._:-]+)["']""", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*<\?xml[^>]*\?>")]
    private static partial Regex Prolog();

    [GeneratedRegex("[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]")]
    private static partial Regex Forbidden();
}
