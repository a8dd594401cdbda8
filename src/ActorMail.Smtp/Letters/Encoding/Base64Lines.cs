using System.Buffers.Text;

namespace ActorMail.Smtp.Letters.Encoding;

/// <summary>Base64 in lines of 76 characters (RFC 2045 6.8): shorter than quoted-printable where few letters are Latin.</summary>
internal static class Base64Lines
{
    private const int BytesPerLine = 57;

    /// <param name="text">Clean text; its line feeds are sent as CRLF, which is what text is in a mail.</param>
    public static void Write(string text, LetterBuffer output)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)).AsSpan();
        while (bytes.Length > 0)
        {
            var line = bytes[..Math.Min(BytesPerLine, bytes.Length)];
            var room = output.Room(QuotedPrintable.MaxLine + 2);
            Base64.EncodeToUtf8(line, room, out _, out var written);
            "\r\n"u8.CopyTo(room[written..]);
            output.Advance(written + 2);
            bytes = bytes[line.Length..];
        }
    }
}
