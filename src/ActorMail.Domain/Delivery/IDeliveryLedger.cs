using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>
/// The arbiter (promise P6): who may send what is decided here and nowhere else. One transaction a method, durable when it returns.
/// Leases run by the database's clock.
/// </summary>
public interface IDeliveryLedger
{
    /// <summary>Registers a dispatcher's new run. On an engine with a single node, leases of earlier runs end at once.</summary>
    Task<Incarnation> EnterAsync(string node, CancellationToken cancel);

    /// <summary>Posts in <see cref="PostStatus.Sending"/> that have a slice to lease now: the higher priority first, then the older.</summary>
    Task<IReadOnlyList<PostId>> PostsWithWorkAsync(CancellationToken cancel);

    /// <summary>
    /// Leases the next slice of a sending post: one left by its holder, else the next cut of the audience, else deliveries that are
    /// due again. Taking a slice over turns the intents left open under its older epochs into uncertain deliveries in the same
    /// transaction. Null when there is nothing to lease now.
    /// </summary>
    /// <exception cref="RunEndedException"><see cref="EndLeasesOfAsync"/> has ended the holder.</exception>
    Task<LeasedSlice?> LeaseAsync(PostId post, Incarnation holder, LeaseTerms terms, CancellationToken cancel);

    Task<RoundResult> CommitAsync(Round round, CancellationToken cancel);

    /// <summary>
    /// Gives slices back, to be leased by anyone; open intents of the holder on them become uncertain. Called with every slice
    /// held when a dispatcher leaves, and with those of a post that is no longer sending.
    /// </summary>
    Task ReleaseAsync(Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain, CancellationToken cancel);

    /// <summary>
    /// Gives back all slices of a node that the cluster has declared gone, so that others need not wait for their leases to run out;
    /// its open intents become uncertain. Done once to each of its runs, which leases nothing from then on: if it lives after all, at
    /// most one message a connection is in doubt, and its next commit finds the slices lost. Gives the number of slices freed.
    /// </summary>
    /// <param name="by">The node that asks. When its own last run was ended, it was given up itself, and nothing happens.</param>
    Task<int> EndLeasesOfAsync(string node, string by, OnUncertain onUncertain, CancellationToken cancel);
}
