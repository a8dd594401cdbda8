using System.Collections.Frozen;

namespace ActorMail.Relays;

/// <summary>Which domains are one provider's (mail-providers.txt), because its limits hold for all of them together.</summary>
public static class MailProviders
{
    private static readonly FrozenDictionary<string, string> Names = Read();

    /// <summary>The provider's name, such as gmail.com; of a domain that is not listed, the domain itself in lower case.</summary>
    public static string Of(string domain)
    {
        var lower = domain.ToLowerInvariant();
        return Names.GetValueOrDefault(lower, lower);
    }

    private static FrozenDictionary<string, string> Read()
    {
        const string file = "mail-providers.txt";
        using var stream = typeof(MailProviders).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The package lacks {file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(words => words.Select(domain => (domain, name: words[0])))
            .ToFrozenDictionary(pair => pair.domain, pair => pair.name);
    }
}
