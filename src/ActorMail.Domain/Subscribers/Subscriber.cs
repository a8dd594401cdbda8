namespace ActorMail.Subscribers;

/// <summary>Whether a subscriber may be written to at all, whatever the list.</summary>
public enum SubscriberState
{
    /// <summary>May be mailed.</summary>
    Active,

    /// <summary>Left every list by their own wish.</summary>
    Unsubscribed,

    /// <summary>The address does not work or its owner complained; released by hand only.</summary>
    Suppressed,
}

/// <summary>One reader.</summary>
/// <param name="Attributes">Free text values by name, for placeholders (<c>{{ subscriber.attributes.city }}</c>).</param>
/// <param name="Lists">The names of the lists the reader is a member of now.</param>
/// <param name="Suppression">Why the address is suppressed; null when it is not, or was imported so.</param>
public sealed record Subscriber(
    SubscriberId Id,
    EmailAddress Email,
    string? Name,
    IReadOnlyDictionary<string, string> Attributes,
    SubscriberState State,
    IReadOnlyList<string> Lists,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    Suppression? Suppression = null);

/// <summary>What to change of a subscriber; null leaves a field as it is.</summary>
/// <param name="Attributes">Merged by name; an empty value removes the attribute.</param>
/// <param name="JoinLists">Lists to join, made when they do not exist.</param>
/// <param name="LeaveLists">Lists to leave.</param>
public sealed record SubscriberChange(
    string? Name = null,
    IReadOnlyDictionary<string, string>? Attributes = null,
    SubscriberState? State = null,
    IReadOnlyList<string>? JoinLists = null,
    IReadOnlyList<string>? LeaveLists = null);

/// <summary>A mailing list.</summary>
public sealed record MailingList(ListId Id, string Name, long Members);
