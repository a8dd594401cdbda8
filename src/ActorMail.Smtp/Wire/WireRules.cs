using System.Text;

namespace ActorMail.Smtp.Wire;

/// <summary>What no message may hold whoever composed it (DELIVERY.md sections 7 and 8): the last look before the wire.</summary>
internal static class WireRules
{
    private const int MaxLine = 998;

    /// <summary>Why this is no head, or null: every line is a field or goes on with one, and the last one ends.</summary>
    public static string? HeadFault(ReadOnlySpan<byte> head)
    {
        if (!head.EndsWith("\r\n"u8)) return "the letter's head does not end";
        for (var first = true; head.Length > 0; first = false)
        {
            var line = head[..(head.IndexOf((byte)'\n') + 1)];
            head = head[line.Length..];
            if (line[0] is (byte)' ' or (byte)'\t' && !first && line.ContainsAnyExcept(" \t\r\n"u8)) continue;
            var name = line[..Math.Max(0, line.IndexOf((byte)':'))];
            if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)'!', (byte)'~')) return "the letter's head has a line that is no field";
        }

        return null;
    }

    /// <summary>Why these bytes must not go out, or null.</summary>
    /// <param name="eightBit">Whether UTF-8 is allowed (SMTPUTF8).</param>
    public static string? Fault(ReadOnlySpan<byte> message, bool eightBit)
    {
        // A lone CR or LF is what SMTP smuggling is made of (VU#302671).
        var lines = message.Count("\r\n"u8);
        if (message.Count((byte)'\r') != lines || message.Count((byte)'\n') != lines) return "the letter holds a lone CR or LF";
        if (message.Contains((byte)0)) return "the letter holds a NUL";
        if (!eightBit && !Ascii.IsValid(message)) return "the letter is not 7-bit";
        while (message.Length > MaxLine)
        {
            var end = message.IndexOf((byte)'\n');
            if (end < 0 || end > MaxLine + 1) return $"the letter has a line longer than {MaxLine} bytes";
            message = message[(end + 1)..];
        }

        return null;
    }
}
