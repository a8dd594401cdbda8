namespace ActorMail.Feeds;

/// <summary>Reads somebody else's feed over HTTP.</summary>
public interface IFeedSource
{
    /// <summary>Asks once; whatever goes wrong is an answer.</summary>
    /// <param name="since">What the feed said last time, so that it need not repeat itself.</param>
    Task<FeedAnswer> ReadAsync(Uri url, FeedValidators since, CancellationToken cancel);
}

/// <summary>Takes out of a blog's HTML what has no place in a letter.</summary>
public interface IArticleCleaner
{
    /// <summary>An article as posts are made of: title on one line, HTML harmless and with absolute addresses.</summary>
    /// <param name="title">As the blog wrote it, markup or not; null takes the first words of <paramref name="html"/>.</param>
    FeedItem Clean(string? id, string? title, string? html, Uri? link, DateTimeOffset? at);
}

/// <summary>What a feed's server gave to tell one state of it from another (RFC 9110 8.8).</summary>
public sealed record FeedValidators(string? ETag, string? LastModified)
{
    public static readonly FeedValidators None = new(null, null);
}

/// <summary>How asking a feed ended.</summary>
public abstract record FeedAnswer
{
    private FeedAnswer() { }

    /// <param name="Items">In the feed's own order, which is most often the newest first.</param>
    /// <summary>The feed was read.</summary>
    public sealed record Read(IReadOnlyList<FeedItem> Items, FeedValidators Validators) : FeedAnswer;

    /// <summary>304: as it was.</summary>
    public sealed record Unchanged : FeedAnswer;

    /// <summary>429 or 503: not now.</summary>
    /// <param name="Wait">From Retry-After; null when it did not say.</param>
    public sealed record Later(string Why, TimeSpan? Wait) : FeedAnswer;

    /// <summary>410: for good.</summary>
    public sealed record Gone : FeedAnswer;

    /// <summary>No answer, or none that is a feed.</summary>
    public sealed record Failed(string Why) : FeedAnswer;
}
