namespace ActorMail.Subscribers;

/// <summary>Writes many subscribers fast, a batch a transaction.</summary>
public interface ISubscriberImport
{
    /// <summary>
    /// Adds or updates the rows' subscribers and memberships in one transaction. Who is unsubscribed, or has left the list, is
    /// brought back only by a row that says active; a suppressed address keeps its state. The lists are made when they do not
    /// exist. Batches of 250 to 500 keep other writers (a publish) from waiting.
    /// </summary>
    Task<ImportBatchResult> WriteAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancel);
}

/// <summary>One good line of an import.</summary>
/// <param name="State">Null leaves an existing subscriber's state alone and makes a new one active.</param>
public sealed record ImportRow(
    EmailAddress Email,
    string? Name,
    string List,
    SubscriberState? State,
    IReadOnlyDictionary<string, string> Attributes);

/// <summary>What has become of one batch.</summary>
/// <param name="Imported">Rows that added a subscriber.</param>
/// <param name="Updated">Rows whose subscriber existed.</param>
/// <param name="Notes">Rows of readers who had left or are suppressed, in their order.</param>
public sealed record ImportBatchResult(int Imported, int Updated, IReadOnlyList<ImportNote> Notes);

/// <summary>What is to be told of a row that was taken.</summary>
/// <param name="Row">Its place in the batch, from 0.</param>
public readonly record struct ImportNote(int Row, ImportStanding Standing);

/// <summary>How a reader who had left, or is suppressed, stands after a row of an import.</summary>
public enum ImportStanding
{
    /// <summary>Nothing out of the way.</summary>
    Plain,

    /// <summary>The address is suppressed and stays so: a file releases nobody.</summary>
    Suppressed,

    /// <summary>The reader had left and stays away: the row does not say active.</summary>
    StaysAway,

    /// <summary>The reader had left and is back: the row says active.</summary>
    Revived,
}
