using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Node.Start;

/// <summary>A ledger that ends the process at the nth passing of one point.</summary>
internal sealed class FailPointLedger(IDeliveryLedger inner, string point, int nth, Action die) : IDeliveryLedger
{
    /// <summary>Long enough for a transaction to have begun, not for a slow one to have ended.</summary>
    private static readonly TimeSpan Amid = TimeSpan.FromMilliseconds(100);

    private int _left = nth;

    public Task<Incarnation> EnterAsync(string node, CancellationToken cancel) => inner.EnterAsync(node, cancel);

    public Task<IReadOnlyList<PostId>> PostsWithWorkAsync(CancellationToken cancel) => inner.PostsWithWorkAsync(cancel);

    public async Task<LeasedSlice?> LeaseAsync(PostId post, Incarnation holder, LeaseTerms terms, CancellationToken cancel)
    {
        var leasing = inner.LeaseAsync(post, holder, terms, cancel);
        if (point == "during-lease")
        {
            await Task.WhenAny(leasing, Task.Delay(Amid, cancel));
            Pass("during-lease");
        }

        var slice = await leasing;
        if (slice is not null) Pass("after-lease");
        return slice;
    }

    public async Task<RoundResult> CommitAsync(Round round, CancellationToken cancel)
    {
        if (round.Outcomes.Count > 0) Pass("before-outcome-commit");
        var committing = inner.CommitAsync(round, cancel);
        // The commit is on its way and nobody waits for it.
        if (round.Renew.Count > 0) Pass("lease-renewal");
        var result = await committing;
        if (result.Answers.Contains(IntentAnswer.Granted)) Pass("after-intent-commit");
        if (round.Outcomes.Count > 0) Pass("after-outcome-commit");
        return result;
    }

    public Task ReleaseAsync(
        Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain, CancellationToken cancel) =>
        inner.ReleaseAsync(holder, slices, onUncertain, cancel);

    public Task<int> EndLeasesOfAsync(string node, string by, OnUncertain onUncertain, CancellationToken cancel) =>
        inner.EndLeasesOfAsync(node, by, onUncertain, cancel);

    private void Pass(string passed)
    {
        if (passed == point && Interlocked.Decrement(ref _left) == 0) die();
    }
}
