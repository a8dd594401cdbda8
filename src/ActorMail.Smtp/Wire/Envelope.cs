using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ActorMail.Subscribers;

namespace ActorMail.Smtp.Wire;

/// <summary>Who a message is from and to, as MAIL and RCPT say it.</summary>
internal sealed record Envelope(EmailAddress From, EmailAddress To)
{
    /// <summary>So many bytes hold the commands of any two addresses.</summary>
    public const int MaxCommands = 2 * EmailAddress.MaxLength + 64;

    /// <summary>Both addresses go into a command as they are: they need neither SMTPUTF8 nor quoting.</summary>
    public bool IsPlain => IsPlainAddress(From) && IsPlainAddress(To);

    /// <summary>MAIL, RCPT and DATA of plain addresses as they go out together (RFC 2920); gives how many bytes they are.</summary>
    /// <param name="size">The message's octets; null when the relay does not offer SIZE (RFC 1870), or they are not known yet.</param>
    public int WriteCommands(Span<byte> bytes, long? size)
    {
        var from = size is { } octets
            ? Utf8.TryWrite(bytes, CultureInfo.InvariantCulture, $"MAIL FROM:<{From}> SIZE={octets}\r\n", out var sender)
            : Utf8.TryWrite(bytes, $"MAIL FROM:<{From}>\r\n", out sender);
        return from && Utf8.TryWrite(bytes[sender..], $"RCPT TO:<{To}>\r\nDATA\r\n", out var rest)
            ? sender + rest
            : throw new ArgumentException($"{bytes.Length} bytes do not hold the commands.", nameof(bytes));
    }

    private static bool IsPlainAddress(EmailAddress address)
    {
        var text = address.ToString();
        return Ascii.IsValid(text) && !text.AsSpan().ContainsAny(" \t\r\n<>\"\\") && !text.Contains('\0', StringComparison.Ordinal);
    }
}
