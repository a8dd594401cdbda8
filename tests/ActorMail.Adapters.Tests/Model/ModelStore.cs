using ActorMail.Adapters.Tests.Sql;
using ActorMail.Adapters.Tests.Sql.Postgres;
using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Posts;
using ActorMail.Subscribers;
using Microsoft.Data.Sqlite;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>The real store a script is played on.</summary>
/// <param name="Clock">The database's clock when it is ours; null when it runs by itself.</param>
internal sealed record ModelStore(
    ISqlEngine Engine,
    ModelClock? Clock,
    IPostStore Posts,
    ISubscriberStore Subscribers,
    ISubscriptions Subscriptions,
    IDeliveryLedger Ledger,
    IDeliveryLog Log,
    IUncertainDeliveries Doubts,
    Func<ValueTask> Close,
    bool SeveralNodes = false)
{
    private static readonly Lazy<SqliteConnection> Empty = new(() =>
    {
        var connection = new SqliteConnections("Data Source=model-template;Mode=Memory;Cache=Shared").OpenWriter();
        SqliteSchema.Prepare(connection, inMemory: true);
        return connection;
    });

    /// <summary>In memory, copied from an empty one (migrating each takes longer than playing on it), by our own clock.</summary>
    public static ModelStore InMemory()
    {
        var connections = new SqliteConnections($"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        var writer = connections.OpenWriter();
        lock (Empty) Empty.Value.BackupDatabase(writer);
        var clock = new ModelClock();
        writer.CreateFunction("model_clock", () => clock.Now);
        var engine = new SqliteEngine(connections, new SqlSession(new SqliteStatements(writer), SqliteConnections.Texts with { Clock = "select model_clock()" }));
        return new ModelStore(engine, clock, new SqlPostStore(engine), new SqlSubscriberStore(engine),
            new SqlSubscriptions(engine), new SqlDeliveryLedger(engine, new SteppedRounds(engine)), new SqlDeliveryLog(engine),
            new SqlUncertainDeliveries(engine), engine.DisposeAsync);
    }

    /// <summary>A file as a node opens it, readers beside the writer, by its own clock.</summary>
    public static async Task<ModelStore> OnFileAsync()
    {
        var folder = new TemporaryFolder();
        var database = await SqliteDatabase.OpenAsync($"Data Source={folder.File("mail.db")}", CancellationToken.None);
        return Of(database, folder.Dispose);
    }

    /// <summary>A fresh PostgreSQL database, by its own clock.</summary>
    public static async Task<ModelStore> OnPostgresAsync() =>
        Of(await PostgresStores.OpenDatabaseAsync()) with { SeveralNodes = true };

    private static ModelStore Of(SqlDatabase database, Action? after = null) => new(
        database.Engine, null, database.Posts, database.Subscribers, database.Subscriptions, database.Ledger, database.Log,
        database.Doubts, async () =>
        {
            await database.DisposeAsync();
            after?.Invoke();
        });
}

/// <summary>A clock that stands still until it is told the time.</summary>
internal sealed class ModelClock
{
    private long _now;

    public long Now
    {
        get => Interlocked.Read(ref _now);
        set => Interlocked.Exchange(ref _now, value);
    }
}
