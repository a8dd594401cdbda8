using System.Net;
using ActorMail.Cluster;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Relays;

namespace ActorMail.Options;

/// <summary>Sound options in the domain's words. Options with faults are not to be given here.</summary>
internal static class DomainSettings
{
    /// <summary>The sender when no relay and no <c>From</c> is configured.</summary>
    public const string DefaultFrom = "ActorMail <news@actormail.example>";

    public static IReadOnlyList<RelaySettings> ToRelays(this ActorMailOptions options) =>
        [.. options.Relays.Select(ToRelay)];

    /// <summary>How much goes to one provider of the recipients at a time.</summary>
    public static DomainLimits ToDomainLimits(this ActorMailOptions options)
    {
        var usual = new DomainLimit(options.Delivery.ConnectionsPerDomain, options.Delivery.MessagesPerSecondPerDomain);
        if (options.Domains.Count == 0) return DomainLimits.Default with { Usual = usual };
        return new DomainLimits(usual, options.Domains.ToDictionary(
            domain => MailProviders.Of(domain.Name!),
            domain => new DomainLimit(
                domain.MaxConnections ?? usual.Connections, domain.MessagesPerSecond ?? usual.MessagesPerSecond)));
    }

    /// <param name="listening">
    /// The first listening address: where readers reach the node unless <c>PublicUrl</c> says otherwise.
    /// </param>
    public static SenderSettings ToSender(this ActorMailOptions options, Uri listening)
    {
        var from = string.IsNullOrWhiteSpace(options.From) ? DefaultFrom : options.From;
        if (!Mailbox.TryParse(from, out var name, out var email, out var reason)) throw new FormatException(reason);
        var url = string.IsNullOrWhiteSpace(options.PublicUrl) ? listening : new Uri(options.PublicUrl);
        return new SenderSettings(name, email, new Uri(url.AbsoluteUri.TrimEnd('/')));
    }

    /// <param name="relays">Those to send to: the configured ones, or the DevInbox.</param>
    /// <param name="cluster">From <see cref="ToCluster"/>.</param>
    public static EngineSettings ToEngine(
        this ActorMailOptions options, string nodeName, IReadOnlyList<RelaySettings> relays, ClusterSettings? cluster = null) =>
        TryOnUncertain(options.Delivery.OnUncertain, out var onUncertain)
            ? new EngineSettings(
                nodeName, relays, options.Delivery.SliceSize, onUncertain, options.ToRetrySchedule(), cluster)
            {
                Domains = options.ToDomainLimits(),
                CompactAfter = options.Delivery.CompactAfter,
            }
            : throw new FormatException(nameof(DeliveryOptions.OnUncertain));

    /// <summary>How the node takes part in a cluster; null when it is a node of its own.</summary>
    /// <param name="tls">From <see cref="ClusterCertificates.Read"/>.</param>
    public static ClusterSettings? ToCluster(this ActorMailOptions options, ClusterTls? tls)
    {
        var cluster = options.Cluster;
        if (!cluster.Enabled) return null;
        var roles = cluster.Roles.Select(role => role.ToLowerInvariant()).Distinct().ToList();
        return new ClusterSettings(
            cluster.Hostname,
            cluster.Port,
            [.. cluster.SeedNodes.Select(seed => SeedNode.TryParse(seed, cluster, out var address, out var reason)
                ? address
                : throw new FormatException(reason))],
            roles.Count > 0 ? roles : ClusterSettings.Default.Roles,
            tls);
    }

    public static RetrySchedule ToRetrySchedule(this ActorMailOptions options) =>
        RetrySchedule.Default with
        {
            GiveUpAfter = options.Delivery.GiveUpAfter,
            Waits = options.Delivery.Retries.Count > 0 ? [.. options.Delivery.Retries] : RetrySchedule.Default.Waits,
        };

    /// <summary>The store: as configured, else <c>actormail.db</c> in the data directory.</summary>
    public static string ToConnectionString(this ActorMailOptions options) =>
        string.IsNullOrWhiteSpace(options.Database.ConnectionString)
            ? $"Data Source={Path.Combine(options.DataDirectory, "actormail.db")}"
            : options.Database.ConnectionString;

    /// <summary>The DNS server to ask; null for those of the machine. Port 0 is the usual one.</summary>
    public static IPEndPoint? ToDns(this ActorMailOptions options) =>
        IPEndPoint.TryParse(options.Dns.Server ?? "", out var server) ? server : null;

    internal static string NameOf(RelayOptions relay) =>
        string.IsNullOrWhiteSpace(relay.Name) ? relay.Host ?? "" : relay.Name;

    internal static bool TrySecurity(string text, out RelaySecurity security)
    {
        security = text.ToLowerInvariant() switch
        {
            "tls" => RelaySecurity.Tls,
            "none" => RelaySecurity.None,
            _ => RelaySecurity.StartTls,
        };
        return text.ToLowerInvariant() is "starttls" or "tls" or "none";
    }

    internal static bool TryOnUncertain(string text, out OnUncertain onUncertain)
    {
        onUncertain = text.ToLowerInvariant() switch
        {
            "hold" => OnUncertain.Hold,
            "skip" => OnUncertain.Skip,
            _ => OnUncertain.Resend,
        };
        return text.ToLowerInvariant() is "resend" or "hold" or "skip";
    }

    private static RelaySettings ToRelay(RelayOptions relay)
    {
        if (!TrySecurity(relay.Security, out var security)) throw new FormatException(nameof(RelayOptions.Security));
        return new RelaySettings
        {
            Name = NameOf(relay),
            Host = relay.Host ?? throw new FormatException(nameof(RelayOptions.Host)),
            Port = relay.Port ?? DefaultPort(security),
            Security = security,
            UserName = string.IsNullOrEmpty(relay.UserName) ? null : relay.UserName,
            Password = string.IsNullOrEmpty(relay.Password) ? null : relay.Password,
            MaxConnections = relay.MaxConnections,
            MessagesPerSecond = relay.MessagesPerSecond,
            MessagesPerDay = relay.MessagesPerDay,
            Weight = relay.Weight,
        };
    }

    private static int DefaultPort(RelaySecurity security) => security switch
    {
        RelaySecurity.Tls => 465,
        RelaySecurity.None => 25,
        _ => 587,
    };
}
