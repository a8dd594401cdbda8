using System.Net;
using ActorMail.Relays;

namespace ActorMail.Options;

/// <summary>What sound relays are.</summary>
internal static class RelayRules
{
    private const int LongestName = 64;

    public static IEnumerable<OptionFault> Check(IList<RelayOptions> relays)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < relays.Count; at++)
        {
            var path = $"Relays:{at}";
            foreach (var (key, message) in Faults(relays[at])) yield return OptionRules.At($"{path}:{key}", message);
            var name = DomainSettings.NameOf(relays[at]);
            if (name.Length > 0 && !names.Add(name))
                yield return OptionRules.At($"{path}:Name", $"'{name}' names two relays; give each its own name");
        }
    }

    private static IEnumerable<(string Key, string Message)> Faults(RelayOptions relay)
    {
        if (HostFault(relay.Host) is { } host) yield return ("Host", host);
        if (relay.Name is { } name
            && (name.Trim().Length == 0 || name.Length > LongestName || name.Any(char.IsControl)))
            yield return ("Name", $"a name has 1 to {LongestName} characters on one line");
        if (relay.Port is < 1 or > ushort.MaxValue) yield return ("Port", $"{relay.Port} is not within 1 to 65535");
        if (relay.MaxConnections is < 1 or > 256)
            yield return ("MaxConnections", $"{relay.MaxConnections} is not within 1 to 256");
        if (relay.MessagesPerSecond is { } rate && !(rate > 0 && double.IsFinite(rate)))
            yield return ("MessagesPerSecond", "must be above 0; leave it out for no limit");

        if (relay.MessagesPerDay is < 1)
            yield return ("MessagesPerDay", $"{relay.MessagesPerDay} is below 1; leave it out for no limit");
        if (relay.Weight is < 1 or > 1000) yield return ("Weight", $"{relay.Weight} is not within 1 to 1000");

        var sound = DomainSettings.TrySecurity(relay.Security, out var security);
        if (!sound) yield return ("Security", $"'{relay.Security}' is none of starttls, tls, none");
        var user = !string.IsNullOrEmpty(relay.UserName);
        var password = !string.IsNullOrEmpty(relay.Password);
        if (user && !password) yield return ("Password", "missing; a UserName needs one");
        if (password && !user) yield return ("UserName", "missing; a Password needs one");
        if (sound && security == RelaySecurity.None && (user || password) && !IsLoopback(relay.Host))
            yield return ("Security",
                "none would send the password in plain text; use starttls or tls (none is for this machine only)");
    }

    private static string? HostFault(string? host)
    {
        if (string.IsNullOrWhiteSpace(host)) return "missing; give the SMTP server's name or address";
        if (Uri.CheckHostName(host) != UriHostNameType.Unknown) return null;
        if (host.Contains("://")) return $"'{host}' is an address of another kind; give only the server's name";
        return host.Count(c => c == ':') == 1
            ? $"'{host}' holds a port; give it in Port"
            : $"'{host}' is no host name";
    }

    private static bool IsLoopback(string? host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
}
