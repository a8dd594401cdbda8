using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Storage;
using ActorMail.Subscribers;
using Microsoft.Data.Sqlite;

namespace ActorMail;

/// <summary>One SQLite file: one node, one writer.</summary>
public static class SqliteDatabase
{
    /// <summary>
    /// Opens the database, makes it when there is none, and brings its schema up to date.
    /// <c>Data Source=name;Mode=Memory;Cache=Shared</c> keeps it off the disk.
    /// </summary>
    /// <exception cref="ForeignDatabaseException">The file is not ours, damaged or newer; it is left untouched.</exception>
    /// <exception cref="StoreUnavailableException">The file cannot be opened or written now.</exception>
    public static Task<SqlDatabase> OpenAsync(string connectionString, CancellationToken cancel) =>
        Task.Run(() => Open(new SqliteConnections(connectionString)), cancel);

    private static SqlDatabase Open(SqliteConnections connections)
    {
        SqliteConnection? writer = null;
        try
        {
            if (connections.Path is { } path) SqliteFile.Check(path);
            writer = connections.OpenWriter();
            SqliteSchema.Prepare(writer, connections.InMemory);
            var engine = new SqliteEngine(connections, new SqlSession(new SqliteStatements(writer), SqliteConnections.Texts));
            return new SqlDatabase(engine, new SteppedRounds(engine), new SqlSubscriberImport(engine));
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
