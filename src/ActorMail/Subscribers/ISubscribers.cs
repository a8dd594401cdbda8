using ActorMail.Letters;

namespace ActorMail.Subscribers;

/// <summary>
/// The readers and their lists, for an application. Every write is durable when it returns. While the store cannot work, each method
/// throws <see cref="Storage.StoreUnavailableException"/> and has changed nothing.
/// </summary>
public interface ISubscribers
{
    /// <summary>
    /// Adds a reader, or changes the one with the same address. Whoever has unsubscribed or was suppressed stays so unless
    /// <paramref name="change"/> says <see cref="SubscriberState.Active"/>: say that only when the reader asked for it.
    /// </summary>
    /// <param name="change">Null, or without lists to join: joins the list named "default".</param>
    Task<SubscriberAnswer> AddAsync(EmailAddress email, SubscriberChange? change = null, CancellationToken cancel = default);

    /// <summary>Changes a reader; from its return on, running posts heed the new state (promise P5).</summary>
    Task<SubscriberAnswer> ChangeAsync(EmailAddress email, SubscriberChange change, CancellationToken cancel = default);

    /// <summary>
    /// Asks the owner of the address, by a mail with a link, whether to join lists; only then is there a reader. An address gets one such
    /// mail in 24 hours and three until it is confirmed, and none when it is suppressed or on those lists already; nothing tells the caller.
    /// The reader gives a name when confirming.
    /// </summary>
    /// <param name="lists">Null or empty: the list named "default".</param>
    /// <returns>What is wrong with the lists; empty when the wish was kept.</returns>
    Task<IReadOnlyList<ContentFault>> SignUpAsync(
        EmailAddress email, IReadOnlyList<string>? lists = null, CancellationToken cancel = default);

    /// <summary>The reader with this address; null when there is none.</summary>
    Task<Subscriber?> FindAsync(EmailAddress email, CancellationToken cancel = default);

    /// <summary>Erases address, name and attributes; the books of old posts still balance. False when there is no such reader.</summary>
    Task<bool> RemoveAsync(EmailAddress email, CancellationToken cancel = default);

    /// <summary>Readers in the order they came, read in pages while it is enumerated.</summary>
    /// <param name="list">Only members of this list; null for everybody.</param>
    IAsyncEnumerable<Subscriber> ListAsync(string? list = null, SubscriberState? state = null, CancellationToken cancel = default);

    /// <summary>
    /// Adds or changes many readers, 500 a transaction; the source may be of any length. Repeating it is safe. Rows with a fault are
    /// left out and told.
    /// </summary>
    /// <param name="progress">Told the sums after each transaction.</param>
    Task<ImportSummary> ImportAsync(
        IAsyncEnumerable<ImportRow> rows, IProgress<ImportSummary>? progress = null, CancellationToken cancel = default);
}

/// <summary>The answer to a command about a reader.</summary>
public abstract record SubscriberAnswer
{
    private SubscriberAnswer() { }

    /// <summary>The reader as stored now.</summary>
    /// <param name="Added">True when there was none before.</param>
    public sealed record Stored(Subscriber Subscriber, bool Added) : SubscriberAnswer;

    /// <summary>There is no reader with this address; nothing was changed.</summary>
    public sealed record NotFound : SubscriberAnswer;

    /// <summary>A field is not acceptable; nothing was changed.</summary>
    public sealed record Invalid(IReadOnlyList<Letters.ContentFault> Faults) : SubscriberAnswer;
}

/// <summary>What has become of an import's rows.</summary>
/// <param name="Imported">Rows that added a reader.</param>
/// <param name="Updated">Rows whose reader existed.</param>
/// <param name="Refused">Rows with a fault: all of them, though <paramref name="Refusals"/> tells only the first 1,000.</param>
public sealed record ImportSummary(long Imported, long Updated, long Refused, IReadOnlyList<ImportRefusal> Refusals)
{
    /// <summary>Rows of suppressed addresses, which stay so: an import releases nobody.</summary>
    public long Suppressed { get; init; }

    /// <summary>Rows of readers who had left and stay away, because the row does not say active.</summary>
    public long StayedAway { get; init; }

    /// <summary>Rows of readers who had left and are back, because the row says active.</summary>
    public long Revived { get; init; }
}

/// <summary>A row that was left out, and why.</summary>
/// <param name="Row">Counts from 1.</param>
public sealed record ImportRefusal(long Row, string Reason);
