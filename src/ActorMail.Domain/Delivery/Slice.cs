using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>One run of a dispatcher; a restart is a new one. Numbers are given by the store and never used again.</summary>
public readonly record struct Incarnation(long Value);

/// <summary>A slice's name: the post and its number in that post, from 1.</summary>
public readonly record struct SliceKey(PostId Post, int No);

/// <summary>Proof that a slice was leased: the epoch is raised by each lease, so an old proof is refused.</summary>
public readonly record struct SliceLease(SliceKey Key, int Epoch);

/// <summary>What a slice holds.</summary>
public enum SliceKind
{
    /// <summary>Members of the audience, first reached by this slice.</summary>
    First,

    /// <summary>Deliveries that are due again.</summary>
    Retry,
}

/// <summary>A slice as handed to its holder.</summary>
/// <param name="Recipients">Those of the slice that still need a message; may be empty (the slice is then to be finished).</param>
public sealed record LeasedSlice(SliceLease Lease, SliceKind Kind, IReadOnlyList<Recipient> Recipients);

/// <summary>How slices are leased.</summary>
/// <param name="Size">Recipients a slice holds at most. Default 500, range 1 to 10,000.</param>
/// <param name="For">How long a lease lasts without renewal. Default 30 s.</param>
/// <param name="OnUncertain">What becomes of deliveries found in doubt when a slice is taken over.</param>
public sealed record LeaseTerms(int Size, TimeSpan For, OnUncertain OnUncertain);

/// <summary>The owner's policy for a delivery nobody knows the end of (promise P2).</summary>
public enum OnUncertain
{
    /// <summary>Send it again with the same Message-ID.</summary>
    Resend,

    /// <summary>Leave it until a person decides.</summary>
    Hold,

    /// <summary>Leave it as it is, for good.</summary>
    Skip,
}
