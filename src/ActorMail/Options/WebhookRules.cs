using ActorMail.Webhooks;

namespace ActorMail.Options;

/// <summary>What sound webhooks and trusted destinations are.</summary>
internal static class WebhookRules
{
    public static IEnumerable<OptionFault> Check(ActorMailOptions options)
    {
        var urls = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < options.Webhooks.Count; at++)
        {
            var webhook = options.Webhooks[at];
            if (FeedRules.UrlFault(webhook.Url) is { } url)
                yield return OptionRules.At($"Webhooks:{at}:Url", url.Replace("feed.xml", "webhook"));
            else if (!urls.Add(new Uri(webhook.Url!).AbsoluteUri)) yield return OptionRules.At($"Webhooks:{at}:Url", "is used twice");
            if (!BlogSettings.TrySecrets(webhook.Secret, out _, out var reason))
                yield return OptionRules.At($"Webhooks:{at}:Secret", reason);
            if (!BlogSettings.TryEvents(webhook.Events, out _, out var unknown))
                yield return OptionRules.At($"Webhooks:{at}:Events", $"'{unknown}' is none of {WebhookEventNames.All}");
        }

        for (var at = 0; at < options.Outbound.Trusted.Count; at++)
        {
            var trusted = options.Outbound.Trusted[at];
            if (!BlogSettings.TryTrusted(trusted, out _))
                yield return OptionRules.At($"Outbound:Trusted:{at}", $"'{trusted}' is no host:port, such as intranet.example:8080");
        }
    }
}
