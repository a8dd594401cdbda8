namespace ActorMail.Options;

/// <summary>What sound DKIM keys are, as far as that shows without opening their files.</summary>
public static class DkimRules
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>The signing domain in the form it is compared in.</summary>
    /// <param name="fromDomain">The domain of <c>From</c>.</param>
    public static string DomainOf(DkimOptions key, string fromDomain) =>
        string.IsNullOrWhiteSpace(key.Domain) ? fromDomain : key.Domain.ToLowerInvariant();

    internal static IEnumerable<OptionFault> Check(ActorMailOptions options)
    {
        var from = string.IsNullOrWhiteSpace(options.From) ? DomainSettings.DefaultFrom : options.From;
        var sender = Mailbox.TryParse(from, out _, out var email, out _) ? email.Domain : null;
        var names = new HashSet<string>();
        for (var at = 0; at < options.Dkim.Count; at++)
        {
            var key = options.Dkim[at];
            if (string.IsNullOrWhiteSpace(key.PrivateKeyFile))
                yield return At(at, "PrivateKeyFile", "missing; give a PEM file (docs/dkim.md tells how one is made)");
            if (string.IsNullOrWhiteSpace(key.Selector))
                yield return At(at, "Selector", "missing; give the name under _domainkey, such as mail2026");
            else if (!IsName(key.Selector)) yield return At(at, "Selector", $"'{key.Selector}' is no name in the DNS");
            // Which domains fit is only known of a sender that can be read, and that is a fault of its own.
            if (sender is null) continue;
            var domain = DomainOf(key, sender);
            if (!IsName(domain)) yield return At(at, "Domain", $"'{domain}' is no domain (in its ASCII form)");
            else if (sender != domain && !sender.EndsWith('.' + domain, StringComparison.Ordinal))
                yield return At(at, "Domain", $"{domain} is neither {sender}, the domain of From, nor above it: it would sign nothing");
            else if (!names.Add($"{key.Selector?.ToLowerInvariant()}._domainkey.{domain}"))
                yield return At(at, "Selector", $"'{key.Selector}' names two keys of {domain}; give each its own");
        }
    }

    private static bool IsName(string text) => text.Length <= LongestName && text.Split('.').All(label =>
        label.Length is > 0 and <= LongestLabel && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static OptionFault At(int at, string key, string message) => OptionRules.At($"Dkim:{at}:{key}", message);
}
