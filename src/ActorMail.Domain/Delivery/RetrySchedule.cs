namespace ActorMail.Delivery;

/// <summary>
/// When a deferred delivery is tried again: 5, 15, 30, 60, 120, 240 minutes and then every 4 hours, each up to 20 % later by
/// chance, until <paramref name="GiveUpAfter"/> from the first attempt has passed (DELIVERY.md section 2; RFC 5321 4.5.4.1).
/// </summary>
/// <param name="GiveUpAfter">Default 48 h, range 1 minute to 5 days.</param>
/// <param name="Waits">The waits after the first, second, … attempt; the last one repeats.</param>
public sealed record RetrySchedule(TimeSpan GiveUpAfter, IReadOnlyList<TimeSpan> Waits)
{
    private const double Jitter = 0.2;

    public static readonly RetrySchedule Default = new(
        TimeSpan.FromHours(48), [.. new[] { 5, 15, 30, 60, 120, 240 }.Select(minutes => TimeSpan.FromMinutes(minutes))]);

    private static readonly TimeSpan LongestUncounted = TimeSpan.FromHours(1);

    /// <summary>The next attempt after <paramref name="attempts"/> counted ones, or null to give up.</summary>
    /// <param name="atLeast">What the reply asked for; the schedule never makes it shorter.</param>
    /// <param name="chance">A number from 0 (inclusive) to 1 (exclusive).</param>
    public DateTimeOffset? Next(
        int attempts, DateTimeOffset firstTriedAt, DateTimeOffset now, double chance, TimeSpan atLeast = default)
    {
        var wait = Waits[Math.Clamp(attempts - 1, 0, Waits.Count - 1)];
        return Within(firstTriedAt, now, wait < atLeast ? atLeast : wait, chance);
    }

    /// <summary>
    /// The next attempt after one that was not the reader's doing: <paramref name="atLeast"/> the first time, twice as long each
    /// time in a row, up to an hour; or null to give up.
    /// </summary>
    /// <param name="uncounted">Attempts of that kind so far, this one included.</param>
    public DateTimeOffset? NextUncounted(
        int uncounted, DateTimeOffset firstTriedAt, DateTimeOffset now, double chance, TimeSpan atLeast)
    {
        var doubled = atLeast * (1 << Math.Clamp(uncounted - 1, 0, 12));
        var longest = atLeast > LongestUncounted ? atLeast : LongestUncounted;
        return Within(firstTriedAt, now, doubled < longest ? doubled : longest, chance);
    }

    private DateTimeOffset? Within(DateTimeOffset firstTriedAt, DateTimeOffset now, TimeSpan wait, double chance)
    {
        var next = now + wait * (1 + Jitter * chance);
        return next - firstTriedAt > GiveUpAfter ? null : next;
    }
}
