using System.Diagnostics.CodeAnalysis;

namespace ActorMail.Preflight.Spf;

/// <summary>One SPF record, read (RFC 7208).</summary>
/// <param name="Redirect">The domain whose record goes on when no term matches; null for none.</param>
internal sealed record SpfRecord(IReadOnlyList<SpfTerm> Terms, string? Redirect)
{
    private const string Version = "v=spf1";
    private const string RedirectKey = "redirect=";

    /// <summary>How it ends: the verdict on everybody who is not named; null when it does not say.</summary>
    public SpfTerm? End => Terms.FirstOrDefault(term => term.Mechanism == SpfMechanism.All);

    public static bool IsOne(string text) => text.Equals(Version, StringComparison.OrdinalIgnoreCase)
        || text.StartsWith(Version + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives the record, or what in it is wrong.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpfRecord? record, out string fault)
    {
        record = null;
        var terms = new List<SpfTerm>();
        string? redirect = null;
        foreach (var word in text[Version.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.StartsWith(RedirectKey, StringComparison.OrdinalIgnoreCase))
            {
                (var twice, redirect) = (redirect is not null, word[RedirectKey.Length..]);
                fault = twice ? "redirect= stands in it twice" : "redirect= names no domain";
                if (twice || redirect.Length == 0) return false;
            }
            else if (SpfTerm.TryParse(word, out var term)) terms.Add(term);
            else if (!IsModifier(word))
            {
                fault = $"'{word}' is no term of SPF";
                return false;
            }
        }

        fault = "";
        record = new SpfRecord(terms, redirect);
        return true;
    }

    /// <summary>Unknown ones are passed over (6).</summary>
    private static bool IsModifier(string word) => word.IndexOf('=') is > 0 and var at
        && char.IsAsciiLetter(word[0]) && word[..at].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
