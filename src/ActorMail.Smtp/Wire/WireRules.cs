using System.Text;

namespace ActorMail.Smtp.Wire;

/// <summary>What no message may hold whoever composed it (DELIVERY.md sections 7 and 8): the last look before the wire.</summary>
internal static class WireRules
{
    private const int MaxLine = 998;

    /// <summary>What SMTP smuggling is made of (VU#302671).</summary>
    private const string Lone = "the letter holds a lone CR or LF";

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
        if (message.Contains((byte)0)) return "the letter holds a NUL";
        if (!eightBit && !Ascii.IsValid(message)) return "the letter is not 7-bit";
        var (returns, lines, longest) = (message.Count((byte)'\r'), 0, 0);
        for (int end; (end = message.IndexOf((byte)'\n')) >= 0; lines++, message = message[(end + 1)..])
        {
            if (end == 0 || message[end - 1] != (byte)'\r') return Lone;
            longest = Math.Max(longest, end - 1);
        }

        if (returns != lines) return Lone;
        return Math.Max(longest, message.Length) > MaxLine ? $"the letter has a line longer than {MaxLine} bytes" : null;
    }
}
