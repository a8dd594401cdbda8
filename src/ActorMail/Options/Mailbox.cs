using System.Diagnostics.CodeAnalysis;
using ActorMail.Subscribers;

namespace ActorMail.Options;

/// <summary>
/// Reads a sender: <c>news@example.org</c>, <c>News &lt;news@example.org&gt;</c> or <c>"News, daily" &lt;…&gt;</c>.
/// </summary>
internal static class Mailbox
{
    private const int LongestName = 128;

    /// <summary>
    /// Gives the display name (empty for none) and the address, or the reason why <paramref name="text"/> is neither.
    /// </summary>
    public static bool TryParse(
        string text, out string name, [NotNullWhen(true)] out EmailAddress? email, out string reason)
    {
        name = "";
        email = null;
        reason = text.Any(char.IsControl) ? "the sender holds a control character" : "";
        if (reason.Length > 0) return false;

        var trimmed = text.Trim();
        var open = trimmed.LastIndexOf('<');
        var address = trimmed;
        if (open >= 0)
        {
            if (!trimmed.EndsWith('>'))
            {
                reason = "the address has no closing >";
                return false;
            }

            address = trimmed[(open + 1)..^1];
            name = Unquoted(trimmed[..open].Trim());
        }

        if (name.Length > LongestName) reason = $"the sender's name is longer than {LongestName} characters";
        else if (EmailAddress.TryParse(address, out email, out reason) && email.NeedsSmtpUtf8)
            reason = "the sender's address must be plain ASCII before the @";
        if (reason.Length > 0) email = null;
        return email is not null;
    }

    private static string Unquoted(string name) => name.Length >= 2 && name[0] == '"' && name[^1] == '"'
        ? name[1..^1].Replace("\\\"", "\"").Replace(@"\\", @"\")
        : name;
}
