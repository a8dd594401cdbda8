namespace ActorMail.Subscribers;

/// <summary>A subscriber's number in the store; never shown to the outside.</summary>
public readonly record struct SubscriberId(long Value);

/// <summary>A list's number in the store.</summary>
public readonly record struct ListId(long Value);

/// <summary>A place in the order of joining; an audience is frozen by the highest one.</summary>
public readonly record struct MembershipId(long Value);
