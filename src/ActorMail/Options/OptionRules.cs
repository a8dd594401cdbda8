namespace ActorMail.Options;

/// <summary>What sound options are, whether they were read from a configuration or written in code.</summary>
internal static class OptionRules
{
    private const int ShortestKey = 16;
    private const int MostRetries = 20;
    private static readonly string[] Roles = ["admin", "publish", "read"];

    public static IReadOnlyList<OptionFault> Check(ActorMailOptions options)
    {
        var faults = new List<OptionFault>();
        if (string.IsNullOrWhiteSpace(options.DataDirectory) || options.DataDirectory.Contains('\0'))
            faults.Add(At("DataDirectory", "give a folder, such as ./data"));
        faults.AddRange(DatabaseRules.Check(options.Database));
        Sender(options, faults);
        faults.AddRange(RelayRules.Check(options.Relays));
        faults.AddRange(DomainRules.Check(options));
        faults.AddRange(DkimRules.Check(options));
        if (options.Dns.Server is { Length: > 0 } server && DomainSettings.ToDns(options) is null)
            faults.Add(At("Dns:Server", $"'{server}' is no address of a DNS server; write it like 10.0.0.2 or 10.0.0.2:5353"));
        Delivery(options.Delivery, faults);
        faults.AddRange(ClusterRules.Check(options));
        ApiKeys(options.ApiKeys, faults);
        faults.AddRange(SignUpRules.Check(options.SignUp));
        faults.AddRange(FeedRules.Check(options.Feeds));
        faults.AddRange(HookRules.Check(options.Hooks));
        faults.AddRange(WebhookRules.Check(options));
        faults.AddRange(TelemetryRules.Check(options.Telemetry.Otlp));
        return faults;
    }

    internal static OptionFault At(string path, string message) => new($"{ActorMailOptions.Section}:{path}", message);

    private static void Sender(ActorMailOptions options, List<OptionFault> faults)
    {
        var relayed = options.Relays.Count > 0;
        if (string.IsNullOrWhiteSpace(options.From))
        {
            if (relayed)
                faults.Add(
                    At("From", "missing; with a relay say who letters come from, as in News <news@example.org>"));
        }
        else if (!Mailbox.TryParse(options.From, out _, out _, out var reason))
            faults.Add(At("From", $"{reason}; write it like News <news@example.org>"));

        if (string.IsNullOrWhiteSpace(options.PublicUrl))
        {
            if (relayed)
                faults.Add(At("PublicUrl",
                    "missing; with a relay say where readers reach this node, as in https://news.example.org"));
        }
        else if (!IsPublicUrl(options.PublicUrl))
            faults.Add(At("PublicUrl", "no address readers can open; write it like https://news.example.org"));
    }

    private static bool IsPublicUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Host.Length > 0 && url.UserInfo.Length + url.Query.Length + url.Fragment.Length == 0;

    private static void Delivery(DeliveryOptions delivery, List<OptionFault> faults)
    {
        if (delivery.SliceSize is < 1 or > 10_000)
            faults.Add(At("Delivery:SliceSize", $"{delivery.SliceSize} is not within 1 to 10000"));
        if (!DomainSettings.TryOnUncertain(delivery.OnUncertain, out _))
            faults.Add(At("Delivery:OnUncertain", $"'{delivery.OnUncertain}' is none of resend, hold, skip"));
        if (delivery.GiveUpAfter < TimeSpan.FromMinutes(1) || delivery.GiveUpAfter > TimeSpan.FromDays(5))
            faults.Add(At("Delivery:GiveUpAfter", $"{delivery.GiveUpAfter} is not within 1 minute to 5 days"));
        if (delivery.CompactAfter < TimeSpan.FromHours(1))
            faults.Add(At("Delivery:CompactAfter", $"{delivery.CompactAfter} is less than 1 hour"));
        if (delivery.Retries.Count > MostRetries)
            faults.Add(At("Delivery:Retries", $"{delivery.Retries.Count} waits are more than {MostRetries}; the last one repeats"));
        for (var at = 0; at < delivery.Retries.Count; at++)
        {
            if (delivery.Retries[at] < TimeSpan.FromSeconds(1) || delivery.Retries[at] > TimeSpan.FromHours(24))
                faults.Add(At($"Delivery:Retries:{at}", $"{delivery.Retries[at]} is not within 1 second to 24 hours"));
        }
    }

    private static void ApiKeys(IList<ApiKeyOptions> keys, List<OptionFault> faults)
    {
        for (var at = 0; at < keys.Count; at++)
        {
            var key = keys[at];
            if (KeyFault(key.Key) is { } fault) faults.Add(At($"ApiKeys:{at}:Key", fault));
            else if (keys.Take(at).Any(other => other.Key == key.Key))
                faults.Add(At($"ApiKeys:{at}:Key", "is used twice"));
            if (!Roles.Contains(key.Role, StringComparer.OrdinalIgnoreCase))
                faults.Add(At($"ApiKeys:{at}:Role", $"'{key.Role}' is none of {string.Join(", ", Roles)}"));
        }
    }

    private static string? KeyFault(string? key)
    {
        if (string.IsNullOrEmpty(key)) return $"missing; at least {ShortestKey} characters";
        if (key.Length < ShortestKey) return $"has {key.Length} characters; at least {ShortestKey} are needed";
        return key.All(c => c is > ' ' and < '\x7f')
            ? null
            : "holds a space or another character that cannot stand in a header";
    }}
