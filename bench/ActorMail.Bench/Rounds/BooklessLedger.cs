using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Bench.Rounds;

/// <summary>
/// The same port without any store: readers are handed out from memory and every wish is granted at once. What is left is the
/// engine alone, so the difference to the real ledger is what a round costs.
/// </summary>
internal sealed class BooklessLedger(PostId post, IReadOnlyList<Recipient> readers) : IDeliveryLedger
{
    private int _cut;
    private int _slices;

    public Task<Incarnation> EnterAsync(string node, CancellationToken cancel) => Task.FromResult(new Incarnation(1));

    public Task<IReadOnlyList<PostId>> PostsWithWorkAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<PostId>>(_cut < readers.Count ? [post] : []);

    public Task<LeasedSlice?> LeaseAsync(PostId of, Incarnation holder, LeaseTerms terms, CancellationToken cancel)
    {
        Recipient[] next = [.. readers.Skip(_cut).Take(terms.Size)];
        if (next.Length == 0) return Task.FromResult<LeasedSlice?>(null);
        _cut += next.Length;
        return Task.FromResult<LeasedSlice?>(
            new LeasedSlice(new SliceLease(new SliceKey(of, ++_slices), 1), SliceKind.First, next));
    }

    public Task<RoundResult> CommitAsync(Round round, CancellationToken cancel) => Task.FromResult(
        new RoundResult([], [.. Enumerable.Repeat(IntentAnswer.Granted, round.Requests.Count)]));

    public Task ReleaseAsync(
        Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain, CancellationToken cancel) =>
        Task.CompletedTask;

    public Task<int> EndLeasesOfAsync(string node, string by, OnUncertain onUncertain, CancellationToken cancel) => Task.FromResult(0);
}
