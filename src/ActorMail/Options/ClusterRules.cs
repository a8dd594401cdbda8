using System.Net;
using System.Text.RegularExpressions;
using ActorMail.Cluster;

namespace ActorMail.Options;

/// <summary>What a sound cluster is. The files of TLS are looked at by <see cref="ClusterCertificates"/>.</summary>
internal static partial class ClusterRules
{
    private static readonly string[] Roles = [ClusterSettings.Web, ClusterSettings.Mailer];

    public static IEnumerable<OptionFault> Check(ActorMailOptions options) =>
        Faults(options.Cluster).Concat(options.Cluster.Enabled ? Needs(options) : []);

    /// <summary>What a cluster needs that a node of its own does not.</summary>
    private static IEnumerable<OptionFault> Needs(ActorMailOptions options)
    {
        if (DatabaseRules.IsSqlite(options.Database))
            yield return OptionRules.At("Cluster:Enabled",
                "a cluster needs PostgreSQL: set Database:Provider=postgresql and Database:ConnectionString");
        if (options.Relays.Count > 0) yield break;
        if (Mails(options.Cluster))
        {
            yield return OptionRules.At("Relays:0:Host",
                "missing; a cluster needs a relay, because each node's own inbox would catch only its own mails");
            yield break;
        }

        foreach (var (key, value) in new[] { ("From", options.From), ("PublicUrl", options.PublicUrl) })
        {
            if (string.IsNullOrWhiteSpace(value))
                yield return OptionRules.At(key, "missing; give what the nodes that send have");
        }
    }

    /// <summary>A node that only answers needs no relay.</summary>
    private static bool Mails(ClusterOptions cluster) =>
        cluster.Roles.Count == 0 || cluster.Roles.Any(role => !role.Equals(ClusterSettings.Web, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<OptionFault> Faults(ClusterOptions cluster)
    {
        if (!Name().IsMatch(cluster.Name))
            yield return OptionRules.At("Cluster:Name",
                $"'{cluster.Name}' is no name: letters, digits and hyphens, a letter first, at most 64");
        if (HostFault(cluster.Hostname) is { } host) yield return OptionRules.At("Cluster:Hostname", host);
        if (cluster.Port is < 0 or > ushort.MaxValue)
            yield return OptionRules.At("Cluster:Port", $"{cluster.Port} is not within 0 to 65535");
        for (var at = 0; at < cluster.SeedNodes.Count; at++)
        {
            if (!SeedNode.TryParse(cluster.SeedNodes[at], cluster, out _, out var reason))
                yield return OptionRules.At($"Cluster:SeedNodes:{at}", reason);
        }

        if (cluster.Roles.Except(Roles, StringComparer.OrdinalIgnoreCase).ToList() is [var role, ..])
            yield return OptionRules.At("Cluster:Roles", $"'{role}' is none of web, mailer");
        foreach (var missing in HalfGiven(cluster.Tls))
            yield return OptionRules.At($"Cluster:Tls:{missing}", "missing; TLS needs Certificate, Key and Authority");
    }

    private static string? HostFault(string host)
    {
        if (IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            return $"{host} is where a node listens, not where others reach it; give its name or address";
        return Uri.CheckHostName(host) == UriHostNameType.Unknown
            ? $"'{host}' is no host name; give the name or address other nodes reach this one by"
            : null;
    }

    private static IEnumerable<string> HalfGiven(ClusterTlsOptions tls)
    {
        var files = new[] { ("Certificate", tls.Certificate), ("Key", tls.Key), ("Authority", tls.Authority) };
        var missing = files.Where(file => string.IsNullOrWhiteSpace(file.Item2)).Select(file => file.Item1).ToList();
        return missing.Count < files.Length ? missing : [];
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9-]{0,63}\z")]
    private static partial Regex Name();
}
