using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Testing;

/// <summary>Stands before the real ledger and passes everything on to it: a test overrides what it holds up or spoils.</summary>
public abstract class LedgerInFront : IDeliveryLedger
{
    private IDeliveryLedger _real = null!;

    public IDeliveryLedger Over(IDeliveryLedger real)
    {
        _real = real;
        return this;
    }

    public Task<Incarnation> EnterAsync(string node, CancellationToken cancel) => ReachAsync(() => _real.EnterAsync(node, cancel));

    public Task<IReadOnlyList<PostId>> PostsWithWorkAsync(CancellationToken cancel) =>
        ReachAsync(() => _real.PostsWithWorkAsync(cancel));

    public Task<LeasedSlice?> LeaseAsync(PostId post, Incarnation holder, LeaseTerms terms, CancellationToken cancel) =>
        ReachAsync(() => _real.LeaseAsync(post, holder, terms, cancel));

    public virtual Task<RoundResult> CommitAsync(Round round, CancellationToken cancel) =>
        ReachAsync(() => _real.CommitAsync(round, cancel));

    public Task ReleaseAsync(
        Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain, CancellationToken cancel) =>
        ReachAsync(async () =>
        {
            await _real.ReleaseAsync(holder, slices, onUncertain, cancel);
            return true;
        });

    public Task<int> EndLeasesOfAsync(string node, string by, OnUncertain onUncertain, CancellationToken cancel) =>
        ReachAsync(() => _real.EndLeasesOfAsync(node, by, onUncertain, cancel));

    /// <summary>Every call goes this way.</summary>
    protected virtual Task<T> ReachAsync<T>(Func<Task<T>> call) => call();
}
