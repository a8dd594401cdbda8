namespace ActorMail.Subscribers;

/// <summary>What a reader does with the link in a letter, known by number and not by address.</summary>
public interface ISubscriptions
{
    /// <summary>The reader and list behind a token's numbers; null when either is gone or the tokens' epoch has moved on.</summary>
    Task<Subscription?> FindAsync(ListId list, SubscriberId subscriber, int epoch, CancellationToken cancel);

    /// <summary>Ends the membership; repeating it changes nothing. Once it returns, no new message to that reader from that list starts.</summary>
    Task UnsubscribeAsync(ListId list, SubscriberId subscriber, CancellationToken cancel);

    Task<IReadOnlyList<MailingList>> ListsAsync(CancellationToken cancel);
}

/// <summary>One reader's standing on one list.</summary>
public sealed record Subscription(string List, EmailAddress Email, bool Member);
