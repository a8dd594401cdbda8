using ActorMail.Subscribers;

namespace ActorMail.Options;

/// <summary>What sound feeds are.</summary>
internal static class FeedRules
{
    private const int LongestName = 2048;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    public static IEnumerable<OptionFault> Check(IList<FeedOptions> feeds)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < feeds.Count; at++)
        {
            foreach (var (key, message) in Faults(feeds[at])) yield return OptionRules.At($"Feeds:{at}:{key}", message);
            if (BlogSettings.NameOf(feeds[at]) is { Length: > 0 } name && !names.Add(name))
                yield return OptionRules.At($"Feeds:{at}:Name", $"'{name}' names two feeds; give each its own name");
        }
    }

    /// <summary>What is wrong with an address this node is to call; null when nothing shows.</summary>
    public static string? UrlFault(string? url) => string.IsNullOrWhiteSpace(url)
        ? "missing; write it like https://blog.example.org/feed.xml"
        : !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            ? "no http or https address; write it like https://blog.example.org/feed.xml"
            : uri.UserInfo.Length > 0 ? "a name or password in the address is not taken" : null;

    private static IEnumerable<(string Key, string Message)> Faults(FeedOptions feed)
    {
        if (UrlFault(feed.Url) is { } url) yield return ("Url", url);
        if (feed.Name is { } name && (name.Trim().Length == 0 || name.Length > LongestName || name.Any(char.IsControl)))
            yield return ("Name", "a name has at least one character, on one line");
        if (!ListName.TryParse(feed.List, out _, out var reason)) yield return ("List", reason);
        if (feed.Every < ShortestWait || feed.Every > LongestWait) yield return ("Every", $"{feed.Every} is not within 1 minute to 7 days");
        if (feed.Most is < 1 or > 100) yield return ("Most", $"{feed.Most} is not within 1 to 100");
    }
}
