using System.Text;
using ActorMail.Subscribers;

namespace ActorMail.Smtp.Wire;

/// <summary>Who a message is from and to, as MAIL and RCPT say it.</summary>
internal sealed record Envelope(EmailAddress From, EmailAddress To)
{
    /// <summary>Both addresses go into a command as they are: they need neither SMTPUTF8 nor quoting.</summary>
    public bool IsPlain => IsPlainAddress(From) && IsPlainAddress(To);

    /// <summary>MAIL, RCPT and DATA as they go out together (RFC 2920).</summary>
    /// <param name="size">The message's octets; null when the relay does not offer SIZE (RFC 1870), or they are not known yet.</param>
    public byte[] Commands(long? size) => Encoding.ASCII.GetBytes(
        $"MAIL FROM:<{From}>{(size is { } octets ? $" SIZE={octets}" : "")}\r\nRCPT TO:<{To}>\r\nDATA\r\n");

    private static bool IsPlainAddress(EmailAddress address)
    {
        var text = address.ToString();
        return Ascii.IsValid(text) && !text.AsSpan().ContainsAny(" \t\r\n<>\"\\") && !text.Contains('\0', StringComparison.Ordinal);
    }
}
