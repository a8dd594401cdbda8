using System.Text;
using ActorMail.Subscribers;

namespace ActorMail.Smtp.Wire;

/// <summary>MAIL, RCPT and DATA of one message as they go out together (RFC 2920).</summary>
internal static class Envelope
{
    /// <summary>Addresses that go into a command as they are: all but those that need SMTPUTF8 or quoting.</summary>
    public static bool Takes(EmailAddress address)
    {
        var text = address.ToString();
        return Ascii.IsValid(text) && !text.AsSpan().ContainsAny(" \t\r\n<>\"\\") && !text.Contains('\0', StringComparison.Ordinal);
    }

    /// <param name="size">The message's octets; null when the relay does not offer SIZE (RFC 1870).</param>
    public static byte[] Commands(EmailAddress from, EmailAddress to, long? size) => Encoding.ASCII.GetBytes(
        $"MAIL FROM:<{from}>{(size is { } octets ? $" SIZE={octets}" : "")}\r\nRCPT TO:<{to}>\r\nDATA\r\n");
}
