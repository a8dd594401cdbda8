using System.Globalization;

namespace ActorMail.Options;

/// <summary>One key of the section.</summary>
/// <param name="Path">Relative to the section; <c>#</c> stands for a position in a list.</param>
/// <param name="Set">
/// Takes the value over, or says what is wrong with it. The number is the position in the list.
/// </param>
internal sealed record Knob(string Path, Func<ActorMailOptions, int, string, string?> Set)
{
    public string At(int position) => Path.Replace("#", position.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Every key ActorMail knows.</summary>
internal static class OptionTable
{
    public static readonly IReadOnlyList<Knob> Knobs =
    [
        Text("DataDirectory", (options, _, value) => options.DataDirectory = value),
        Text("Database:Provider", (options, _, value) => options.Database.Provider = value),
        Text("Database:ConnectionString", (options, _, value) => options.Database.ConnectionString = value),
        Text("From", (options, _, value) => options.From = value),
        Text("PublicUrl", (options, _, value) => options.PublicUrl = value),
        Text("Relays:#:Name", (options, at, value) => options.Relays[at].Name = value),
        Text("Relays:#:Host", (options, at, value) => options.Relays[at].Host = value),
        Whole("Relays:#:Port", (options, at, value) => options.Relays[at].Port = value),
        Text("Relays:#:Security", (options, at, value) => options.Relays[at].Security = value),
        Text("Relays:#:UserName", (options, at, value) => options.Relays[at].UserName = value),
        Text("Relays:#:Password", (options, at, value) => options.Relays[at].Password = value),
        Whole("Relays:#:MaxConnections", (options, at, value) => options.Relays[at].MaxConnections = value),
        Number("Relays:#:MessagesPerSecond", (options, at, value) => options.Relays[at].MessagesPerSecond = value),
        Whole("Relays:#:MessagesPerDay", (options, at, value) => options.Relays[at].MessagesPerDay = value),
        Whole("Relays:#:Weight", (options, at, value) => options.Relays[at].Weight = value),
        Text("Domains:#:Name", (options, at, value) => options.Domains[at].Name = value),
        Whole("Domains:#:MaxConnections", (options, at, value) => options.Domains[at].MaxConnections = value),
        Number("Domains:#:MessagesPerSecond", (options, at, value) => options.Domains[at].MessagesPerSecond = value),
        Whole("Delivery:ConnectionsPerDomain", (options, _, value) => options.Delivery.ConnectionsPerDomain = value),
        Number("Delivery:MessagesPerSecondPerDomain", (options, _, value) => options.Delivery.MessagesPerSecondPerDomain = value),
        Text("Dkim:#:Domain", (options, at, value) => options.Dkim[at].Domain = value),
        Text("Dkim:#:Selector", (options, at, value) => options.Dkim[at].Selector = value),
        Text("Dkim:#:PrivateKeyFile", (options, at, value) => options.Dkim[at].PrivateKeyFile = value),
        Text("Dns:Server", (options, _, value) => options.Dns.Server = value),
        Whole("Delivery:SliceSize", (options, _, value) => options.Delivery.SliceSize = value),
        Text("Delivery:OnUncertain", (options, _, value) => options.Delivery.OnUncertain = value),
        Time("Delivery:GiveUpAfter", (options, _, value) => options.Delivery.GiveUpAfter = value),
        Time("Delivery:CompactAfter", (options, _, value) => options.Delivery.CompactAfter = value),
        Time("Delivery:Retries:#", (options, at, value) => options.Delivery.Retries[at] = value),
        Switch("Triggers:Image", (options, value) => options.Triggers.Image = value),
        Text("SignUp:Lists:#", (options, at, value) => options.SignUp.Lists[at] = value),
        Text("SignUp:Letter", (options, _, value) => options.SignUp.Letter = value),
        Whole("SignUp:PerCaller", (options, _, value) => options.SignUp.PerCaller = value),
        Whole("SignUp:PerHour", (options, _, value) => options.SignUp.PerHour = value),
        Text("SignUp:TrustedProxies:#", (options, at, value) => options.SignUp.TrustedProxies[at] = value),
        Text("ApiKeys:#:Key", (options, at, value) => options.ApiKeys[at].Key = value),
        Text("ApiKeys:#:Role", (options, at, value) => options.ApiKeys[at].Role = value),
        Switch("Cluster:Enabled", (options, value) => options.Cluster.Enabled = value),
        Text("Cluster:Name", (options, _, value) => options.Cluster.Name = value),
        Text("Cluster:Hostname", (options, _, value) => options.Cluster.Hostname = value),
        Whole("Cluster:Port", (options, _, value) => options.Cluster.Port = value),
        Text("Cluster:SeedNodes:#", (options, at, value) => options.Cluster.SeedNodes[at] = value),
        Text("Cluster:Roles:#", (options, at, value) => options.Cluster.Roles[at] = value),
        new("Cluster:Roles", (options, _, value) => RolesOnOneLine(options.Cluster, value)),
        Text("Cluster:Tls:Certificate", (options, _, value) => options.Cluster.Tls.Certificate = value),
        Text("Cluster:Tls:Key", (options, _, value) => options.Cluster.Tls.Key = value),
        Text("Cluster:Tls:Authority", (options, _, value) => options.Cluster.Tls.Authority = value),
        .. BlogKnobs.All,
        Text("Telemetry:Otlp:Endpoint", (options, _, value) => options.Telemetry.Otlp.Endpoint = value),
        Text("Telemetry:Otlp:Protocol", (options, _, value) => options.Telemetry.Otlp.Protocol = value),
    ];

    /// <summary>The path of each list, and how it gets one more place.</summary>
    public static readonly IReadOnlyDictionary<string, Action<ActorMailOptions>> Lists =
        new Dictionary<string, Action<ActorMailOptions>>(StringComparer.OrdinalIgnoreCase)
        {
            ["Relays"] = options => options.Relays.Add(new RelayOptions()),
            ["Delivery:Retries"] = options => options.Delivery.Retries.Add(default),
            ["Domains"] = options => options.Domains.Add(new DomainOptions()),
            ["Dkim"] = options => options.Dkim.Add(new DkimOptions()),
            ["ApiKeys"] = options => options.ApiKeys.Add(new ApiKeyOptions()),
            ["Cluster:SeedNodes"] = options => options.Cluster.SeedNodes.Add(""),
            ["Cluster:Roles"] = options => options.Cluster.Roles.Add(""),
            ["Feeds"] = options => options.Feeds.Add(new FeedOptions()),
            ["Hooks"] = options => options.Hooks.Add(new HookOptions()),
            ["Webhooks"] = options => options.Webhooks.Add(new WebhookOptions()),
            ["Outbound:Trusted"] = options => options.Outbound.Trusted.Add(""),
            ["SignUp:Lists"] = options => options.SignUp.Lists.Add(""),
            ["SignUp:TrustedProxies"] = options => options.SignUp.TrustedProxies.Add(""),
        };

    private static Knob Switch(string path, Action<ActorMailOptions, bool> set) => new(path, (options, _, value) =>
    {
        if (!bool.TryParse(value, out var on)) return $"'{value}' is neither true nor false";
        set(options, on);
        return null;
    });

    private static string? RolesOnOneLine(ClusterOptions cluster, string value)
    {
        var roles = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (roles.Length > 0 && cluster.Roles.Count > 0) return "is given as a list too; leave one of them out";
        foreach (var role in roles) cluster.Roles.Add(role);
        return null;
    }

    internal static Knob Text(string path, Action<ActorMailOptions, int, string> set) =>
        new(path, (options, at, value) =>
    {
        set(options, at, value);
        return null;
    });

    internal static Knob Whole(string path, Action<ActorMailOptions, int, int> set) => new(path, (options, at, value) =>
    {
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return $"'{value}' is no whole number";
        set(options, at, number);
        return null;
    });

    private static Knob Number(string path, Action<ActorMailOptions, int, double> set) =>
        new(path, (options, at, value) =>
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return $"'{value}' is no number; write it like 12.5";
        set(options, at, number);
        return null;
    });

    internal static Knob Time(string path, Action<ActorMailOptions, int, TimeSpan> set) =>
        new(path, (options, at, value) =>
    {
        if (!Duration.TryParse(value, out var duration))
            return $"'{value}' is no duration; write it like 48:00:00, 90m, 48h or 5d";
        set(options, at, duration);
        return null;
    });
}
