using ActorMail.Posts;

namespace ActorMail.Feeds;

/// <summary>When which feed is to be looked at; by the database's clock, the same for every node.</summary>
public interface IFeedAgenda
{
    /// <summary>Makes these feeds known; those known already keep their memory.</summary>
    Task EnterAsync(IReadOnlyList<string> feeds, CancellationToken cancel);

    /// <summary>The feeds whose time has come.</summary>
    Task<IReadOnlyList<string>> DueAsync(CancellationToken cancel);

    /// <summary>
    /// Takes a look in hand: gives the feed as it stands and puts its next time off by <paramref name="unlessEndedFor"/>, so that
    /// nobody looks at the same time and a node that dies meanwhile does not keep it for ever. Null when it is not due (any more).
    /// </summary>
    Task<FeedState?> BeginAsync(string feed, TimeSpan unlessEndedFor, CancellationToken cancel);

    Task EndAsync(string feed, FeedEnd end, CancellationToken cancel);
}

/// <summary>What was seen in a feed, for ever.</summary>
public interface IFeedMemory
{
    /// <summary>
    /// Notes everything a feed shows when it is first seen: none of it becomes a post. Does nothing when it was seen before. The
    /// oldest of these moments is the feed's horizon: what turns up later and is older still is old news.
    /// </summary>
    Task FirstSightAsync(string feed, IReadOnlyList<FeedItem> items, CancellationToken cancel);

    /// <summary>Those of the names that are known.</summary>
    Task<IReadOnlySet<string>> KnownAsync(string feed, IReadOnlyList<string> keys, CancellationToken cancel);

    /// <summary>Notes what became of an item.</summary>
    Task NoteAsync(string feed, FeedItem item, ItemFate fate, PostId? post, CancellationToken cancel);
}

/// <summary>The feeds as a person sees them.</summary>
public interface IFeedWatch
{
    Task<IReadOnlyList<FeedState>> ListAsync(CancellationToken cancel);

    /// <summary>Makes a feed due now, one that was gone too; false when there is none of that name.</summary>
    Task<bool> WakeAsync(string feed, CancellationToken cancel);
}

/// <summary>What became of an item of a feed.</summary>
public enum ItemFate
{
    /// <summary>It was there when the feed was first seen.</summary>
    Backlog,

    Post,

    /// <summary>Older than everything there was when the feed was first seen.</summary>
    Old,

    /// <summary>Too many were new at once.</summary>
    Surplus,

    /// <summary>No post can be made of it.</summary>
    Refused,
}

/// <summary>A feed as it is stored.</summary>
/// <param name="BegunAt">When it was first seen; null before.</param>
/// <param name="Horizon">The oldest moment it showed then; null when it showed none.</param>
/// <param name="Fault">Why the last look was in vain; null when it was not.</param>
/// <param name="Gone">It said that it is gone for good, and is not looked at any more.</param>
/// <param name="Posts">Posts made of its items.</param>
public sealed record FeedState(
    string Name,
    DateTimeOffset? BegunAt,
    DateTimeOffset? Horizon,
    FeedValidators Validators,
    DateTimeOffset? PolledAt,
    DateTimeOffset NextAt,
    int Failures,
    string? Fault,
    bool Gone,
    int Posts);

/// <summary>How a look ended.</summary>
/// <param name="Validators">What to ask with next time.</param>
/// <param name="NextIn">When to look again.</param>
/// <param name="Failures">Looks in vain in a row.</param>
public sealed record FeedEnd(FeedValidators Validators, TimeSpan NextIn, int Failures, string? Fault, bool Gone = false);
