using ActorMail.Subscribers;

namespace ActorMail.Delivery;

/// <summary>One reader of a slice, with all a letter needs to know.</summary>
/// <param name="TokenEpoch">Part of the reader's unsubscribe token; raising it makes old links void.</param>
/// <param name="Attempts">Attempts made so far for this post.</param>
/// <param name="Uncounted">Those of them that were not the reader's doing: the retry schedule does not see them.</param>
/// <param name="FirstTriedAt">When the first attempt ended, or was put off because the provider refuses the sender; null before.</param>
/// <param name="Doubts">Attempts that ended without an answer, so that nobody knows.</param>
public sealed record Recipient(
    SubscriberId Id,
    EmailAddress Email,
    string? Name,
    IReadOnlyDictionary<string, string> Attributes,
    int TokenEpoch,
    int Attempts = 0,
    DateTimeOffset? FirstTriedAt = null,
    int Uncounted = 0,
    int Doubts = 0);
