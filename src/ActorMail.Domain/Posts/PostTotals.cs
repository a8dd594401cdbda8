namespace ActorMail.Posts;

/// <summary>
/// A post's books. <see cref="Audience"/> is what the slices counted when they were cut; the outcomes are counted from the
/// deliveries: two different writes, so that <see cref="Balanced"/> means something (promise P3).
/// </summary>
/// <param name="Audience">The list's members when the post was published.</param>
/// <param name="AudienceIsEstimate">True until the whole audience has been cut into slices.</param>
/// <param name="Deferred">Readers whose relay said "later"; they are tried again.</param>
public sealed record PostTotals(
    long Audience,
    bool AudienceIsEstimate,
    long Accepted,
    long Deferred,
    long Rejected,
    long Skipped,
    long Uncertain,
    long Cancelled)
{
    public static readonly PostTotals None = new(0, true, 0, 0, 0, 0, 0, 0);

    /// <summary>Readers without any outcome yet.</summary>
    public long Pending => Math.Max(0, Audience - Decided - Deferred);

    /// <summary>Readers whose delivery has ended.</summary>
    public long Decided => Accepted + Rejected + Skipped + Uncertain + Cancelled;

    /// <summary>True when the audience equals the sum of the endings.</summary>
    public bool Balanced => Audience == Decided;
}
