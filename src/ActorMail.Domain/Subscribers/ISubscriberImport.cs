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
public sealed record ImportBatchResult(int Imported, int Updated);
