using System.Threading.RateLimiting;
using ActorMail.Options;

namespace ActorMail.Web.SignUps;

/// <summary>
/// How many forms this node takes in an hour: from one place of the network, and at all. It forgets with the node; what an address gets in
/// mails is kept by the database.
/// </summary>
internal sealed class SignUpGate(ActorMailOptions options) : IDisposable
{
    private const int Segments = 12;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<string> _callers = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetSlidingWindowLimiter(caller, _ => Hourly(options.SignUp.PerCaller)));

    private readonly SlidingWindowRateLimiter _all = new(Hourly(options.SignUp.PerHour));

    /// <summary>Who was refused is asked to wait so long, until some of the hour has passed.</summary>
    public static TimeSpan RetryAfter => Window / Segments;

    public bool Admits(string caller)
    {
        using var one = _callers.AttemptAcquire(caller);
        if (!one.IsAcquired) return false;
        using var any = _all.AttemptAcquire();
        return any.IsAcquired;
    }

    public void Dispose()
    {
        _callers.Dispose();
        _all.Dispose();
    }

    private static SlidingWindowRateLimiterOptions Hourly(int most) => new()
    {
        PermitLimit = most, Window = Window, SegmentsPerWindow = Segments, QueueLimit = 0,
    };
}
