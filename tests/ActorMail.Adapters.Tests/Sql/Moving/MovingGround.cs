using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Adapters.Tests.Sql.Postgres;
using ActorMail.Engine;
using ActorMail.Moving;
using Npgsql;

namespace ActorMail.Adapters.Tests.Sql.Moving;

/// <summary>A fresh PostgreSQL database as a node has just made it.</summary>
internal sealed class MovingGround : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly SqlDatabase _database;

    private MovingGround(string connectionString, SqlDatabase database)
    {
        (_connectionString, _database, Stores) = (connectionString, database, Stores.Of(database));
        Mailing = new Mailing(Stores);
    }

    public Stores Stores { get; }

    public Mailing Mailing { get; }

    public static async Task<MovingGround> MakeAsync()
    {
        var connectionString = await PostgresStores.CreateAsync();
        return new MovingGround(connectionString, await PostgresDatabase.OpenAsync(connectionString, CancellationToken.None));
    }

    public Task<IReadOnlyDictionary<string, long>> MoveAsync(
        string file, Action<string>? progress = null, CancellationToken cancel = default) =>
        _database.Migration!.MoveInAsync(file, new AtOnce(progress), cancel);

    /// <summary>Moves over a link of the test's.</summary>
    public static Task<IReadOnlyDictionary<string, long>> MoveAsync(string file, CutAtCommit link, MoveDoubt doubt) =>
        new PostgresMigration(new PostgresConnections(link.ConnectionString), doubt).MoveInAsync(file, new AtOnce(null), CancellationToken.None);

    public CutAtCommit LinkCutAtCommit(bool heard, bool staysCut = false) => new(_connectionString, heard, staysCut);

    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection($"{_connectionString};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Every row of the database's own tables, as text.</summary>
    public async Task<List<string>> EverythingAsync()
    {
        await using var connection = await ConnectAsync();
        return [.. Rows.Names(connection, "select tablename::text from pg_tables where schemaname = 'public'")
            .SelectMany(table => Rows.Read(connection, table).Lines().Select(line => $"{table}: {line}"))];
    }

    public async Task RunAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Tells on the caller's thread, so that a test acts in the middle of the move.</summary>
    private sealed class AtOnce(Action<string>? told) : IProgress<(string Table, long Rows)>
    {
        public void Report((string Table, long Rows) value) => told?.Invoke(value.Table);
    }
}
