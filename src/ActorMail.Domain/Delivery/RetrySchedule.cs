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

    /// <summary>The next attempt after <paramref name="attempts"/> of them, or null to give up.</summary>
    /// <param name="chance">A number from 0 (inclusive) to 1 (exclusive).</param>
    public DateTimeOffset? Next(int attempts, DateTimeOffset firstTriedAt, DateTimeOffset now, double chance)
    {
        var wait = Waits[Math.Clamp(attempts - 1, 0, Waits.Count - 1)];
        var next = now + wait * (1 + Jitter * chance);
        return next - firstTriedAt > GiveUpAfter ? null : next;
    }
}
