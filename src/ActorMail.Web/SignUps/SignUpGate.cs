using System.Threading.RateLimiting;
using ActorMail.Options;
using ActorMail.Telemetry;

namespace ActorMail.Web.SignUps;

/// <summary>
/// How many forms this node takes in an hour: from one place of the network, and at all. It forgets with the node; what an address gets in
/// mails is kept by the database.
/// </summary>
internal sealed class SignUpGate(ActorMailOptions options) : IDisposable
{
    private const int Segments = 12;
    private const int NetworksOfASite = 10;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<string> _callers = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetSlidingWindowLimiter(caller, _ => Hourly(options.SignUp.PerCaller)));

    /// <summary>Who has one /64 of IPv6 may have many beside it.</summary>
    private readonly PartitionedRateLimiter<string> _sites = PartitionedRateLimiter.Create<string, string>(site =>
        RateLimitPartition.GetSlidingWindowLimiter(site, _ => Hourly(options.SignUp.PerCaller * NetworksOfASite)));

    private readonly SlidingWindowRateLimiter _all = new(Hourly(options.SignUp.PerHour));

    /// <summary>Who was refused is asked to wait so long, until some of the hour has passed.</summary>
    public static TimeSpan RetryAfter => Window / Segments;

    /// <summary>Which limit is in the way; null when none is, and the form counts.</summary>
    /// <param name="site">What the caller belongs to: a /48 of IPv6, or the caller itself.</param>
    public FormEnd? Refuses(string caller, string site)
    {
        // Once the hour is used up nothing is kept of who else comes.
        if (_all.GetStatistics() is { CurrentAvailablePermits: 0 }) return FormEnd.Hour;
        using var one = _callers.AttemptAcquire(caller);
        if (!one.IsAcquired) return FormEnd.Caller;
        using var some = _sites.AttemptAcquire(site);
        if (!some.IsAcquired) return FormEnd.Caller;
        using var any = _all.AttemptAcquire();
        return any.IsAcquired ? null : FormEnd.Hour;
    }

    public void Dispose()
    {
        _callers.Dispose();
        _sites.Dispose();
        _all.Dispose();
    }

    private static SlidingWindowRateLimiterOptions Hourly(int most) => new()
    {
        PermitLimit = most, Window = Window, SegmentsPerWindow = Segments, QueueLimit = 0,
    };
}
