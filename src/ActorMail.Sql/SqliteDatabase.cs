using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using Microsoft.Data.Sqlite;

namespace ActorMail;

/// <summary>One SQLite database: every storage port over one writer.</summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    private SqliteDatabase(ISqlEngine engine)
    {
        Engine = engine;
        var posts = new SqlPostStore(engine);
        (Posts, Agenda) = (posts, posts);
        Subscribers = new SqlSubscriberStore(engine);
        Subscriptions = new SqlSubscriptions(engine);
        Import = new SqlSubscriberImport(engine);
        Ledger = new SqlDeliveryLedger(engine);
        Log = new SqlDeliveryLog(engine);
        Doubts = new SqlUncertainDeliveries(engine);
        Allowance = new SqlRelayAllowance(engine);
        Secret = new SqlInstanceSecretStore(engine);
        Health = new SqlStoreHealth(engine);
    }

    public IPostStore Posts { get; }

    public IPostAgenda Agenda { get; }

    public ISubscriberStore Subscribers { get; }

    public ISubscriptions Subscriptions { get; }

    public ISubscriberImport Import { get; }

    public IDeliveryLedger Ledger { get; }

    public IDeliveryLog Log { get; }

    public IUncertainDeliveries Doubts { get; }

    public IRelayAllowance Allowance { get; }

    public IInstanceSecretStore Secret { get; }

    public IStoreHealth Health { get; }

    internal ISqlEngine Engine { get; }

    /// <summary>
    /// Opens the database, makes it when there is none, and brings its schema up to date.
    /// <c>Data Source=name;Mode=Memory;Cache=Shared</c> keeps it off the disk.
    /// </summary>
    /// <exception cref="ForeignDatabaseException">The file is not ours, damaged or newer; it is left untouched.</exception>
    /// <exception cref="StoreUnavailableException">The file cannot be opened or written now.</exception>
    public static Task<SqliteDatabase> OpenAsync(string connectionString, CancellationToken cancel) =>
        Task.Run(() => Open(new SqliteConnections(connectionString)), cancel);

    /// <summary>Ends what is queued, then closes.</summary>
    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private static SqliteDatabase Open(SqliteConnections connections)
    {
        SqliteConnection? writer = null;
        try
        {
            if (connections.Path is { } path) SqliteFile.Check(path);
            writer = connections.OpenWriter();
            SqliteSchema.Prepare(writer, connections.InMemory);
            return new SqliteDatabase(
                new SqliteEngine(connections, new SqlSession(writer, SqliteConnections.Clock)));
        }
        catch (Exception fault)
        {
            writer?.Dispose();
            if (fault is SqliteException known && SqliteFaults.Translate(known) is var told && told != fault) throw told;
            if (fault is UnauthorizedAccessException or IOException)
                throw new StoreUnavailableException("The database file cannot be opened.", fault);
            throw;
        }
    }
}
