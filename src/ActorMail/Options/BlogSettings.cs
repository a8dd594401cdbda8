using ActorMail.Feeds;
using ActorMail.Hooks;
using ActorMail.Subscribers;
using ActorMail.Webhooks;

namespace ActorMail.Options;

/// <summary>Sound feeds, hooks and webhooks in the domain's words. Options with faults are not to be given here.</summary>
public static class BlogSettings
{
    private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    public static IReadOnlyList<FeedSettings> ToFeeds(this ActorMailOptions options) => [.. options.Feeds.Select(feed =>
        new FeedSettings(NameOf(feed), new Uri(feed.Url!), List(feed.List), feed.Every, feed.Most, feed.Draft))];

    public static IReadOnlyList<HookSettings> ToHooks(this ActorMailOptions options) => [.. options.Hooks.Select(hook =>
        TryKind(hook.Kind, out var kind)
            ? new HookSettings(NameOf(hook), kind, hook.Secret!, List(hook.List), hook.Draft)
            : throw new FormatException(nameof(HookOptions.Kind)))];

    public static IReadOnlyList<WebhookEndpoint> ToWebhooks(this ActorMailOptions options) => [.. options.Webhooks.Select(webhook =>
        TrySecrets(webhook.Secret, out var secrets, out var reason) && TryEvents(webhook.Events, out var events, out reason)
            ? new WebhookEndpoint(new Uri(webhook.Url!), secrets, events)
            : throw new FormatException(reason))];

    /// <summary>As <c>host:port</c>, whatever way they were written in.</summary>
    public static IReadOnlyList<string> ToTrusted(this ActorMailOptions options) => [.. options.Outbound.Trusted.Select(text =>
        TryTrusted(text, out var trusted) ? trusted : throw new FormatException(nameof(OutboundOptions.Trusted)))];

    internal static string NameOf(FeedOptions feed) => string.IsNullOrWhiteSpace(feed.Name) ? feed.Url ?? "" : feed.Name.Trim();

    internal static string NameOf(HookOptions hook) =>
        (string.IsNullOrWhiteSpace(hook.Name) ? hook.Kind ?? "" : hook.Name).Trim().ToLowerInvariant();

    internal static bool TryKind(string? text, out HookKind kind)
    {
        var lower = text?.Trim().ToLowerInvariant();
        kind = lower switch
        {
            "wordpress" => HookKind.WordPress,
            "wp-webhooks" => HookKind.WpWebhooks,
            _ => HookKind.Ghost,
        };
        return lower is "ghost" or "wordpress" or "wp-webhooks";
    }

    internal static bool TrySecrets(string? text, out IReadOnlyList<WebhookSecret> secrets, out string reason)
    {
        var read = new List<WebhookSecret>();
        (secrets, reason) = (read, "");
        if (string.IsNullOrWhiteSpace(text)) return WebhookSecret.TryParse(null, out _, out reason);
        foreach (var part in text.Split(' ', Trimmed))
        {
            if (!WebhookSecret.TryParse(part, out var secret, out reason)) return false;
            read.Add(secret);
        }

        return true;
    }

    /// <param name="unknown">The word that is no event.</param>
    internal static bool TryEvents(string text, out WebhookEvents events, out string unknown)
    {
        (events, unknown) = (WebhookEvents.None, "");
        foreach (var word in text.Split(',', Trimmed))
        {
            if (!WebhookEventNames.TryParse(word, out var named))
            {
                unknown = word;
                return false;
            }

            events |= named;
        }

        return events != WebhookEvents.None;
    }

    internal static bool TryTrusted(string text, out string trusted)
    {
        trusted = "";
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !Uri.TryCreate($"http://{text.Trim()}", UriKind.Absolute, out var uri) || uri.PathAndQuery != "/"
            || uri.UserInfo.Length > 0 || !ushort.TryParse(text[(colon + 1)..].Trim(), out var port) || port == 0) return false;
        trusted = $"{uri.IdnHost.Trim('[', ']')}:{port}";
        return true;
    }

    private static string List(string text) =>
        ListName.TryParse(text, out var name, out var reason) ? name : throw new FormatException(reason);
}
