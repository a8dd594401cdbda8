using System.Text;

namespace ActorMail.DevInbox;

/// <summary>Finds the Message-ID without parsing the message: the ledger must not slow the server down.</summary>
internal static class MessageIdScan
{
    private static ReadOnlySpan<byte> Name => "message-id:"u8;

    public static string? Find(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            var end = message.IndexOf("\r\n"u8);
            var line = end < 0 ? message : message[..end];
            if (line.IsEmpty) return null;
            if (line.Length > Name.Length && Ascii.EqualsIgnoreCase(line[..Name.Length], Name))
            {
                var value = line[Name.Length..];
                // Folded: the value stands on the next line.
                if (value.Trim((byte)' ').IsEmpty && end >= 0) value = FirstLine(message[(end + 2)..]);
                return Encoding.UTF8.GetString(value).Trim();
            }

            if (end < 0) return null;
            message = message[(end + 2)..];
        }

        return null;
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf("\r\n"u8);
        return end < 0 ? text : text[..end];
    }
}
