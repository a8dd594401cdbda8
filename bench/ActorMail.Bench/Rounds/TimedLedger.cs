using System.Diagnostics;
using ActorMail.Bench.Measures;
using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Bench.Rounds;

/// <summary>Takes the time from the commit of the last warm-up letter's outcome to that of the last letter's.</summary>
internal sealed class TimedLedger(IDeliveryLedger ledger, int warmUp, int measured) : IDeliveryLedger
{
    private readonly TaskCompletionSource<EngineCost> _cost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _accepted;
    private int _counted;
    private long _since;
    private TimeSpan _cpu;
    private long _allocated;

    /// <summary>What the messages after the warm-up cost, once all are accepted.</summary>
    public Task<EngineCost> Cost => _cost.Task;

    /// <summary>A dispatcher has one round open at a time, so nothing here is met by two threads.</summary>
    public async Task<RoundResult> CommitAsync(Round round, CancellationToken cancel)
    {
        var result = await ledger.CommitAsync(round, cancel);
        _accepted += round.Outcomes.Count(ended => ended.Outcome is DeliveryOutcome.Accepted);
        if (_since == 0 && _accepted >= warmUp)
        {
            (_since, _counted) = (Stopwatch.GetTimestamp(), _accepted);
            (_cpu, _allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        }

        if (_accepted == warmUp + measured) _cost.TrySetResult(CostOf(_accepted - _counted));
        return result;
    }

    private EngineCost CostOf(double letters) => new(
        letters / Stopwatch.GetElapsedTime(_since).TotalSeconds,
        (Environment.CpuUsage.TotalTime - _cpu).TotalMicroseconds / letters,
        (GC.GetTotalAllocatedBytes() - _allocated) / letters);

    public Task<Incarnation> EnterAsync(string node, CancellationToken cancel) => ledger.EnterAsync(node, cancel);

    public Task<IReadOnlyList<PostId>> PostsWithWorkAsync(CancellationToken cancel) => ledger.PostsWithWorkAsync(cancel);

    public Task<LeasedSlice?> LeaseAsync(PostId post, Incarnation holder, LeaseTerms terms, CancellationToken cancel) =>
        ledger.LeaseAsync(post, holder, terms, cancel);

    public Task ReleaseAsync(
        Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain, CancellationToken cancel) =>
        ledger.ReleaseAsync(holder, slices, onUncertain, cancel);

    public Task<int> EndLeasesOfAsync(string node, string by, OnUncertain onUncertain, CancellationToken cancel) =>
        ledger.EndLeasesOfAsync(node, by, onUncertain, cancel);
}
