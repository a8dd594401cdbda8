namespace ActorMail.Subscribers;

/// <summary>Where subscribers and their lists are kept. Every write is durable when it returns.</summary>
public interface ISubscriberStore
{
    /// <summary>
    /// Adds the subscriber, or changes the one with the same normalised address. An unsubscribed or suppressed one is not
    /// revived unless <paramref name="change"/> says <see cref="SubscriberState.Active"/>.
    /// </summary>
    Task<(Subscriber Subscriber, bool Added)> AddAsync(EmailAddress email, SubscriberChange change, CancellationToken cancel);

    Task<Subscriber?> ReadAsync(EmailAddress email, CancellationToken cancel);

    /// <summary>Changes a subscriber; null when there is none. Once it returns, rounds see the new state (promise P5).</summary>
    Task<Subscriber?> ChangeAsync(EmailAddress email, SubscriberChange change, CancellationToken cancel);

    /// <summary>Erases address, name and attributes; the number stays, so that the books of old posts still balance.</summary>
    Task<bool> EraseAsync(EmailAddress email, CancellationToken cancel);

    /// <summary>Subscribers in ascending order of id after <paramref name="filter"/>.After.</summary>
    Task<IReadOnlyList<Subscriber>> ListAsync(SubscriberFilter filter, CancellationToken cancel);
}

/// <summary>Which subscribers to list.</summary>
/// <param name="After">Only ids above this one; null from the beginning.</param>
/// <param name="List">Only members of this list.</param>
public sealed record SubscriberFilter(
    SubscriberId? After = null, SubscriberState? State = null, string? List = null, int Limit = 100);
