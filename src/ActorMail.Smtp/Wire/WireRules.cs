using System.Text;

namespace ActorMail.Smtp.Wire;

/// <summary>What no message may hold whoever composed it (DELIVERY.md sections 7 and 8): the last look before the wire.</summary>
internal static class WireRules
{
    private const int MaxLine = 998;

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
