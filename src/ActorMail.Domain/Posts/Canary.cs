namespace ActorMail.Posts;

/// <summary>
/// The first readers of a post are written to and watched before the rest: then it goes on, goes on by one more step of the same
/// size (when more than <paramref name="MaxDeferred"/> were told "later"), or is paused (when more than
/// <paramref name="MaxRejected"/> were refused).
/// </summary>
/// <param name="Size">Readers of one step, at least 1.</param>
/// <param name="Watch">How long a step is watched after its last reader has an outcome. At most 7 days.</param>
/// <param name="MaxDeferred">A part of those written to, 0 to 1. Default 0.2.</param>
/// <param name="MaxRejected">A part of those written to, 0 to 1. Default 0.05.</param>
public sealed record Canary(
    int Size, TimeSpan Watch, double MaxDeferred = Canary.DefaultMaxDeferred, double MaxRejected = Canary.DefaultMaxRejected)
{
    public const double DefaultMaxDeferred = 0.2;
    public const double DefaultMaxRejected = 0.05;
    public static readonly TimeSpan DefaultWatch = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan LongestWatch = TimeSpan.FromDays(7);

    /// <summary>What those written to so far say about the rest.</summary>
    public CanaryVerdict Judge(PostTotals totals)
    {
        var written = totals.Accepted + totals.Deferred + totals.Rejected + totals.Uncertain;
        if (written == 0) return new CanaryVerdict.GoOn();
        var (deferred, rejected) = ((double)totals.Deferred / written, (double)totals.Rejected / written);
        if (rejected > MaxRejected)
            return new CanaryVerdict.Halt(FormattableString.Invariant(
                $"The canary halted it: {totals.Rejected} of {written} were refused ({rejected:P1}, at most {MaxRejected:P1}). See what the refusals say (actormail deliveries), then resume it to write to the rest, or cancel it."));
        return deferred > MaxDeferred ? new CanaryVerdict.OneMoreStep() : new CanaryVerdict.GoOn();
    }
}

/// <summary>What a canary says about the rest of a post.</summary>
public abstract record CanaryVerdict
{
    private CanaryVerdict() { }

    /// <summary>The rest is written to.</summary>
    public sealed record GoOn : CanaryVerdict;

    /// <summary>It goes on by as many readers again, which are watched too.</summary>
    public sealed record OneMoreStep : CanaryVerdict;

    /// <summary>The post is paused.</summary>
    public sealed record Halt(string Because) : CanaryVerdict;
}
