using System.Buffers;

namespace ActorMail.Smtp.Letters.Encoding;

/// <summary>Quoted-printable (RFC 2045 6.7) that can stop and go on at any place, because a soft break never shows.</summary>
internal static class QuotedPrintable
{
    /// <summary>A line's characters without its CRLF.</summary>
    public const int MaxLine = 76;

    private const int WorstGrowth = 4;

    /// <summary>Bytes that stand for themselves; space and tab do too unless they end a line.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(33, 94).Where(value => value != '=').Select(value => (byte)value), (byte)' ', (byte)'\t']);

    /// <summary>Encodes clean text from the start of a line on, and ends at the start of a line, by a soft break if need be.</summary>
    public static void Write(string text, LetterBuffer output)
    {
        if (text.Length == 0) return;
        var size = System.Text.Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var bytes = size <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(size);
        var count = System.Text.Encoding.UTF8.GetBytes(text, bytes);
        WriteBytes(bytes[..count], output);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private static void WriteBytes(ReadOnlySpan<byte> bytes, LetterBuffer output)
    {
        var target = output.Room(bytes.Length * WorstGrowth + 8);
        var at = 0;
        var column = 0;
        while (bytes.Length > 0)
        {
            var run = bytes.IndexOfAnyExcept(Plain);
            if (run < 0) run = bytes.Length;
            // A blank before a line break would be lost on the way.
            var safe = run > 0 && run < bytes.Length && bytes[run] == '\n' && bytes[run - 1] is (byte)' ' or (byte)'\t' ? run - 1 : run;
            WriteRun(bytes[..safe], target, ref at, ref column);
            bytes = bytes[safe..];
            if (bytes.IsEmpty) break;
            if (bytes[0] == '\n')
            {
                "\r\n"u8.CopyTo(target[at..]);
                at += 2;
                column = 0;
            }
            else
            {
                if (column + 3 > MaxLine - 1) SoftBreak(target, ref at, ref column);
                target[at++] = (byte)'=';
                target[at++] = Hex(bytes[0] >> 4);
                target[at++] = Hex(bytes[0] & 15);
                column += 3;
            }

            bytes = bytes[1..];
        }

        if (column > 0) SoftBreak(target, ref at, ref column);
        output.Advance(at);
    }

    private static void WriteRun(ReadOnlySpan<byte> run, Span<byte> target, ref int at, ref int column)
    {
        while (run.Length > 0)
        {
            if (column == MaxLine - 1) SoftBreak(target, ref at, ref column);
            var count = Math.Min(run.Length, MaxLine - 1 - column);
            run[..count].CopyTo(target[at..]);
            at += count;
            column += count;
            run = run[count..];
        }
    }

    private static void SoftBreak(Span<byte> target, ref int at, ref int column)
    {
        "=\r\n"u8.CopyTo(target[at..]);
        at += 3;
        column = 0;
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
