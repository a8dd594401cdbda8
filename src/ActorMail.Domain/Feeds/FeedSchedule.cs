namespace ActorMail.Feeds;

/// <summary>
/// When a feed is looked at again: after its own time, up to a tenth later by chance, so that many feeds of one server do not meet.
/// Looks in vain double the wait up to a day. What the server asks for (Retry-After) holds when it is longer, up to a week.
/// </summary>
public static class FeedSchedule
{
    private const double Jitter = 0.1;
    private const int MostDoublings = 16;
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(7);

    /// <param name="failures">Looks in vain in a row; 0 after one that succeeded.</param>
    /// <param name="asked">From Retry-After, or null.</param>
    /// <param name="chance">A number from 0 (inclusive) to 1 (exclusive).</param>
    public static TimeSpan Next(TimeSpan every, int failures, TimeSpan? asked, double chance)
    {
        var doubled = every * Math.Pow(2, Math.Min(failures, MostDoublings));
        var wait = failures > 0 && doubled > LongestBackOff ? Longer(LongestBackOff, every) : doubled;
        var jittered = wait * (1 + Jitter * chance);
        return asked is { } longer && longer > jittered ? Shorter(longer, Longer(LongestAsked, jittered)) : jittered;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
