using System.Globalization;
using System.Text;

namespace ActorMail.DevInbox;

/// <summary>The transaction in progress, and how MAIL and RCPT are read.</summary>
internal sealed class Envelope(DevInboxOptions options)
{
    private const int MaxRecipients = 1000;
    private bool _utf8;

    /// <summary>Null before MAIL.</summary>
    public string? From { get; private set; }

    public List<string> Recipients { get; private set; } = [];

    public DateTimeOffset Since { get; private set; }

    public void Clear()
    {
        From = null;
        Recipients = [];
    }

    /// <summary>The reply to MAIL; 250 when it may be done with <see cref="Begin"/>.</summary>
    public string Check(string arguments, out string sender)
    {
        if (!TryPath(arguments, "FROM:", out sender, out var parameters)) return "501 5.5.4 Syntax: MAIL FROM:<address>";
        if (From is not null) return "503 5.5.1 Nested MAIL command";
        _utf8 = false;
        foreach (var parameter in parameters)
        {
            var upper = parameter.ToUpperInvariant();
            if (upper == "SMTPUTF8" && options.SmtpUtf8) _utf8 = true;
            else if (upper.StartsWith("SIZE=", StringComparison.Ordinal))
            {
                if (!long.TryParse(upper.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                    return "501 5.5.4 Bad SIZE";
                if (size > options.MaxMessageSize) return "552 5.3.4 Message size exceeds the limit";
            }
            else if (upper is not ("BODY=8BITMIME" or "BODY=7BIT")) return "555 5.5.4 Unsupported option";
        }

        return _utf8 || Ascii.IsValid(sender) ? "250 2.1.0 Ok" : "553 5.6.7 SMTPUTF8 is needed";
    }

    public void Begin(string sender, DateTimeOffset now) => (From, Since) = (sender, now);

    /// <summary>The reply to RCPT; 250 when the recipient may be added.</summary>
    public string CheckRecipient(string arguments, out string recipient)
    {
        if (!TryPath(arguments, "TO:", out recipient, out var parameters) || recipient.Length == 0)
            return "501 5.5.4 Syntax: RCPT TO:<address>";
        if (From is null) return "503 5.5.1 Need MAIL command";
        if (parameters.Length > 0) return "555 5.5.4 Unsupported option";
        if (Recipients.Count >= MaxRecipients) return "452 4.5.3 Too many recipients";
        return _utf8 || Ascii.IsValid(recipient) ? "250 2.1.5 Ok" : "553 5.6.7 SMTPUTF8 is needed";
    }

    private static bool TryPath(string text, string keyword, out string address, out string[] parameters)
    {
        (address, parameters) = ("", []);
        if (!text.StartsWith(keyword, StringComparison.OrdinalIgnoreCase)) return false;
        var path = text[keyword.Length..].TrimStart();
        var end = path.IndexOf('>');
        if (!path.StartsWith('<') || end < 0) return false;
        address = path[1..end];
        parameters = path[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return !address.AsSpan().ContainsAny('<', ' ', '\r') && !address.Any(char.IsControl);
    }
}
