using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Moving;
using ActorMail.Nodes;
using ActorMail.Storage;
using ActorMail.Subscribers;
using Npgsql;

namespace ActorMail;

/// <summary>One PostgreSQL database, which several nodes may share.</summary>
public static class PostgresDatabase
{
    /// <summary>Opens the database, which has to exist, and brings its schema up to date.</summary>
    /// <exception cref="ForeignDatabaseException">It holds another program's tables or is newer; it is left untouched.</exception>
    /// <exception cref="StoreUnavailableException">The server does not answer or refuses; says why, without the password.</exception>
    public static Task<SqlDatabase> OpenAsync(string connectionString, CancellationToken cancel) =>
        Task.Run(() => Open(new PostgresConnections(connectionString)), cancel);

    private static SqlDatabase Open(PostgresConnections connections)
    {
        try
        {
            using var first = connections.OpenWriter();
            PostgresSchema.Prepare(first);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresFaults.Translate(fault) is StoreUnavailableException away
                ? new StoreUnavailableException($"{away.Message} It was asked at {connections.Place}.", fault)
                : PostgresFaults.Translate(fault);
        }

        var engine = new PostgresEngine(connections);
        return new SqlDatabase(engine, new PostgresRounds(engine), new PostgresSubscriberImport(engine))
        {
            Nodes = new PostgresNodeDirectory(engine),
            NamedLeases = new PostgresNamedLeases(engine),
            Migration = new PostgresMigration(connections),
        };
    }
}
