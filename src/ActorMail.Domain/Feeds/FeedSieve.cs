namespace ActorMail.Feeds;

/// <summary>Decides what of a feed is news.</summary>
public static class FeedSieve
{
    /// <summary>The items nobody knows yet, the oldest first, and what they are to become.</summary>
    /// <param name="known">The names that are known (<see cref="FeedItem.Keys"/>).</param>
    /// <param name="horizon">What is older is old news; null when that is not known.</param>
    /// <param name="most">Of more new items only so many, the newest, become posts.</param>
    public static IReadOnlyList<(FeedItem Item, ItemFate Fate)> Sort(
        IReadOnlyList<FeedItem> items, IReadOnlySet<string> known, DateTimeOffset? horizon, int most)
    {
        var seen = known.ToHashSet();
        var unknown = new List<FeedItem>();
        foreach (var item in items)
        {
            if (!item.Keys.Any(seen.Contains)) unknown.Add(item);
            seen.UnionWith(item.Keys);
        }

        // Feeds are written with the newest first; where moments are given they decide.
        unknown.Reverse();
        var ordered = unknown.OrderBy(item => item.At ?? DateTimeOffset.MaxValue).ToList();
        var news = ordered.Count(item => !IsOld(item, horizon));
        return [.. ordered.Select(item => (item, IsOld(item, horizon) ? ItemFate.Old : news-- > most ? ItemFate.Surplus : ItemFate.Post))];
    }

    private static bool IsOld(FeedItem item, DateTimeOffset? horizon) => item.At < horizon;
}
