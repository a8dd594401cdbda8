using System.Buffers;
using System.Buffers.Text;

namespace ActorMail.Smtp.Letters.Encoding;

/// <summary>
/// Writes header fields whose text differs from reader to reader: as it stands where that is plain, in quotes where it is ASCII, else
/// as encoded words (RFC 2047). The text is one line without controls.
/// </summary>
internal static class HeaderText
{
    /// <summary>Characters of a line without its CRLF.</summary>
    private const int Line = 78;

    /// <summary>So many bytes of text give a word of 72 characters, of the 75 allowed.</summary>
    private const int BytesPerWord = 45;

    private static readonly SearchValues<char> Printable =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>What needs no quotes in a name. An encoded word holds none but these either, so "=?" is looked for apart.</summary>
    private static readonly SearchValues<char> Words =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '-+/!#$%&*_");

    /// <summary>A field of free text, such as the subject.</summary>
    public static void WriteText(ReadOnlySpan<byte> field, string text, LetterBuffer output)
    {
        output.Append(field);
        output.Append(": "u8);
        if (IsPrintable(text)) WriteFolded(text, field.Length + 2, output);
        else WriteWords(text, field.Length + 2, output);
        output.Append("\r\n"u8);
    }

    /// <summary>A field of one mailbox.</summary>
    /// <param name="name">The display name; empty for none.</param>
    public static void WriteMailbox(ReadOnlySpan<byte> field, string name, string address, LetterBuffer output)
    {
        output.Append(field);
        output.Append(": "u8);
        if (name.Length == 0)
        {
            output.AppendUtf8(address);
            output.Append("\r\n"u8);
            return;
        }

        var column = field.Length + 2;
        if (!IsPrintable(name) || name.Length > Line - column - 4) column = WriteWords(name, column, output);
        else column += name.AsSpan().ContainsAnyExcept(Words) || name.Contains("  ", StringComparison.Ordinal)
            ? WriteQuoted(name, output)
            : output.AppendUtf8(name);
        output.Append(column + address.Length + 3 > Line ? "\r\n <"u8 : " <"u8);
        output.AppendUtf8(address);
        output.Append(">\r\n"u8);
    }

    /// <summary>Text that looks like an encoded word would be decoded by who reads it, so it is encoded.</summary>
    private static bool IsPrintable(string text) =>
        !text.AsSpan().ContainsAnyExcept(Printable) && !text.Contains("=?", StringComparison.Ordinal);

    /// <summary>Lines are broken before blanks; a line of nothing but blanks never comes out, some take it for the head's end.</summary>
    private static void WriteFolded(ReadOnlySpan<char> text, int column, LetterBuffer output)
    {
        while (text.Length > Line - column)
        {
            var at = Math.Max(0, Line - column);
            while (at > 0 && (text[at] != ' ' || text[at - 1] == ' ')) at--;
            if (at == 0) break;
            output.AppendUtf8(text[..at]);
            output.Append("\r\n"u8);
            text = text[at..];
            column = 0;
        }

        output.AppendUtf8(text);
    }

    private static int WriteQuoted(string text, LetterBuffer output)
    {
        var before = output.Length;
        output.Append("\""u8);
        foreach (var character in text)
        {
            if (character is '"' or '\\') output.Append("\\"u8);
            output.Append([(byte)character]);
        }

        output.Append("\""u8);
        return output.Length - before;
    }

    /// <summary>Encoded words, none longer than a line, none holding half a character. Gives the column it ends in.</summary>
    private static int WriteWords(string text, int column, LetterBuffer output)
    {
        const int Frame = 12;
        Span<byte> bytes = stackalloc byte[BytesPerWord];
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var room = Math.Clamp((Line - column - Frame) / 4 * 3, 0, BytesPerWord);
            var (count, used) = (0, 0);
            foreach (var rune in rest.EnumerateRunes())
            {
                if (count + rune.Utf8SequenceLength > room) break;
                count += rune.EncodeToUtf8(bytes[count..]);
                used += rune.Utf16SequenceLength;
            }

            if (used > 0)
            {
                output.Append("=?utf-8?b?"u8);
                var target = output.Room(4 * BytesPerWord / 3 + 4);
                Base64.EncodeToUtf8(bytes[..count], target, out _, out var written);
                output.Advance(written);
                output.Append("?="u8);
                column += Frame + written;
                rest = rest[used..];
                if (rest.Length == 0) break;
            }

            output.Append("\r\n "u8);
            column = 1;
        }

        return column;
    }
}
