using System.Text;

namespace ActorMail.DevInbox;

/// <summary>AUTH PLAIN and AUTH LOGIN (RFC 4954).</summary>
internal sealed class InboxLoginDialogue(InboxTransport transport, InboxLogin login)
{
    /// <summary>The reply that ends the dialogue.</summary>
    public async ValueTask<string> RunAsync(string arguments, CancellationToken cancel)
    {
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var initial = words.Length > 1 ? words[1] : null;
        string user;
        string password;
        switch (words.FirstOrDefault()?.ToUpperInvariant())
        {
            case "PLAIN":
                var parts = Decode(initial ?? await AskAsync("", cancel).ConfigureAwait(false)).Split('\0');
                if (parts.Length != 3) return "501 5.5.2 Cannot decode";
                (user, password) = (parts[1], parts[2]);
                break;
            case "LOGIN":
                user = Decode(initial ?? await AskAsync("Username:", cancel).ConfigureAwait(false));
                password = Decode(await AskAsync("Password:", cancel).ConfigureAwait(false));
                break;
            default:
                return "504 5.5.4 Mechanism not offered";
        }

        return user == login.UserName && password == login.Password
            ? "235 2.7.0 Authentication successful"
            : "535 5.7.8 Authentication credentials invalid";
    }

    private async ValueTask<string> AskAsync(string challenge, CancellationToken cancel)
    {
        var word = Convert.ToBase64String(Encoding.UTF8.GetBytes(challenge));
        transport.Queue($"334 {word}");
        return (await CommandLine.ReadAsync(transport, cancel).ConfigureAwait(false)).Text;
    }

    private static string Decode(string word)
    {
        var bytes = new byte[word.Length];
        return Convert.TryFromBase64String(word, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
