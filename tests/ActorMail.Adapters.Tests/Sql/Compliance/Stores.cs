using ActorMail.Delivery;
using ActorMail.Digests;
using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Tokens;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>The ports of one fresh database, whatever the engine.</summary>
public sealed record Stores(
    SqlDatabase Database,
    IPostStore Posts,
    IPostAgenda Agenda,
    ISubscriberStore Subscribers,
    ISubscriptions Subscriptions,
    ISubscriberImport Import,
    IDeliveryLedger Ledger,
    IDeliveryLog Log,
    IUncertainDeliveries Doubts,
    IUnsentOutcomes Unsent,
    IDeliveryRetention Retention,
    IInstanceSecretStore Secret,
    IDigestStore Digests,
    IDigestAgenda DigestAgenda,
    Func<ValueTask> Close)
{
    /// <param name="after">What is to be done once the database is closed.</param>
    public static Stores Of(SqlDatabase database, Action? after = null) => new(
        database, database.Posts, database.Agenda, database.Subscribers, database.Subscriptions, database.Import, database.Ledger,
        database.Log, database.Doubts, database.Unsent, database.Retention, database.Secret, database.Digests, database.DigestAgenda,
        async () =>
        {
            await database.DisposeAsync();
            after?.Invoke();
        });
}

/// <summary>What every engine has to pass; a subclass an engine opens the database.</summary>
public abstract class StoreCompliance : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    private protected Mailing Mailing { get; private set; } = null!;

    protected Stores Stores { get; private set; } = null!;

    protected abstract Task<Stores> OpenAsync();

    public async Task InitializeAsync()
    {
        Stores = await OpenAsync();
        Mailing = new Mailing(Stores);
    }

    public async Task DisposeAsync() => await Stores.Close();
}
