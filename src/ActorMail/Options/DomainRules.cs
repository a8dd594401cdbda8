using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Options;

/// <summary>What sound limits of recipients' providers are.</summary>
internal static class DomainRules
{
    private const int MostConnections = 256;

    public static IEnumerable<OptionFault> Check(ActorMailOptions options)
    {
        if (Connections(options.Delivery.ConnectionsPerDomain) is { } usual)
            yield return OptionRules.At("Delivery:ConnectionsPerDomain", usual);
        if (Rate(options.Delivery.MessagesPerSecondPerDomain) is { } usualRate)
            yield return OptionRules.At("Delivery:MessagesPerSecondPerDomain", usualRate);
        var known = new Dictionary<string, int>();
        for (var at = 0; at < options.Domains.Count; at++)
        {
            var domain = options.Domains[at];
            if (NameFault(domain.Name) is { } name) yield return OptionRules.At($"Domains:{at}:Name", name);
            else if (!known.TryAdd(MailProviders.Of(domain.Name!), at))
                yield return OptionRules.At($"Domains:{at}:Name",
                    $"'{domain.Name}' is of the same provider as Domains:{known[MailProviders.Of(domain.Name!)]}");
            if (Connections(domain.MaxConnections) is { } connections)
                yield return OptionRules.At($"Domains:{at}:MaxConnections", connections);
            if (Rate(domain.MessagesPerSecond) is { } rate) yield return OptionRules.At($"Domains:{at}:MessagesPerSecond", rate);
        }
    }

    private static string? NameFault(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return "missing; give a domain, such as gmail.com";
        return EmailAddress.TryParse($"x@{name}", out _, out _) ? null : $"'{name}' is no domain, such as gmail.com";
    }

    private static string? Connections(int? connections) =>
        connections is < 1 or > MostConnections ? $"{connections} is not within 1 to {MostConnections}" : null;

    private static string? Rate(double? rate) =>
        rate is { } given && !(given > 0 && double.IsFinite(given)) ? "must be above 0; leave it out for no limit" : null;
}
