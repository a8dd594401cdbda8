using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Bench.Rounds;

/// <summary>Tells when so many messages were accepted and their outcomes committed.</summary>
internal sealed class CountingLedger(IDeliveryLedger ledger, int readers) : IDeliveryLedger
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _accepted;

    public Task All => _all.Task;

    public async Task<RoundResult> CommitAsync(Round round, CancellationToken cancel)
    {
        var result = await ledger.CommitAsync(round, cancel);
        var accepted = round.Outcomes.Count(ended => ended.Outcome is DeliveryOutcome.Accepted);
        if (Interlocked.Add(ref _accepted, accepted) == readers) _all.TrySetResult();
        return result;
    }

    public Task<Incarnation> EnterAsync(string node, CancellationToken cancel) => ledger.EnterAsync(node, cancel);

    public Task<IReadOnlyList<PostId>> PostsWithWorkAsync(CancellationToken cancel) => ledger.PostsWithWorkAsync(cancel);

    public Task<LeasedSlice?> LeaseAsync(PostId post, Incarnation holder, LeaseTerms terms, CancellationToken cancel) =>
        ledger.LeaseAsync(post, holder, terms, cancel);

    public Task ReleaseAsync(
        Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain, CancellationToken cancel) =>
        ledger.ReleaseAsync(holder, slices, onUncertain, cancel);
}
