using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>
/// Makes the books of old posts smaller: of a post that was sent long ago, accepted deliveries are kept as a number only. Who else is
/// in its audience and has no delivery was accepted, so nothing that was promised is forgotten: only when, by which relay and with what
/// answer.
/// </summary>
public interface IDeliveryRetention
{
    /// <summary>
    /// Compacts one post that ended before <paramref name="endedBefore"/>, a part a transaction, so that no other writer waits for it.
    /// Breaking off and repeating lose and count nothing twice.
    /// </summary>
    /// <returns>The post, and how many deliveries it has given up; null when there is none left to compact.</returns>
    Task<CompactedPost?> CompactNextAsync(DateTimeOffset endedBefore, CancellationToken cancel);
}

/// <summary>A post whose accepted deliveries are no longer kept by name.</summary>
/// <param name="Deliveries">Accepted deliveries that are kept as a number from now on.</param>
public sealed record CompactedPost(PostId Post, int Deliveries);
