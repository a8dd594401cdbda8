using System.Reflection;
using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Engine;

/// <summary>
/// Brings a PostgreSQL schema up to date, one node at a time; <c>actormail_schema</c> says which migrations were done and marks the
/// tables as ours.
/// </summary>
internal static class PostgresSchema
{
    private const string Folder = "postgres/";

    /// <summary>"ActM": locks that are no post's carry it, so that they meet nobody else's.</summary>
    public const int LockClass = 0x4163744D;

    /// <summary>Held by who changes the schema, or moves a whole installation in.</summary>
    public const int MigrationLock = 1;

    private static readonly Assembly Home = typeof(PostgresSchema).Assembly;

    private static readonly string[] Scripts =
        [.. Home.GetManifestResourceNames().Where(name => name.StartsWith(Folder)).Order(StringComparer.Ordinal)];

    public static int Latest => Scripts.Length;

    /// <summary>The lock is queued for, not slept for; who comes second finds nothing left to do.</summary>
    public static void Prepare(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        Run(connection, $"""
            set local lock_timeout = '60s'; set local statement_timeout = 0; select pg_advisory_xact_lock({LockClass}, {MigrationLock})
            """);
        var version = Version(connection);
        if (version < Latest) Migrate(connection, version);
        transaction.Commit();
    }

    private static void Migrate(NpgsqlConnection connection, long version)
    {
        if (version == 0)
            Run(connection, "create table actormail_schema (version int primary key, done_at timestamptz not null default now())");
        for (var at = (int)version; at < Latest; at++)
        {
            Run(connection, Text(Scripts[at]));
            Run(connection, $"insert into actormail_schema (version) values ({at + 1})");
        }
    }

    /// <summary>The last migration done, 0 in an empty schema; everything else is not ours.</summary>
    private static long Version(NpgsqlConnection connection)
    {
        var place = $"The database {connection.Database} on {connection.Host}";
        if (Number(connection, "select count(*) from (select current_schema() as name) here where name is null") > 0)
            throw new StoreUnavailableException($"{place} has no schema that this role may use.");
        if (Number(connection, "select count(*) from pg_tables where schemaname = current_schema() and tablename = 'actormail_schema'") == 0)
        {
            return Number(connection, "select count(*) from pg_tables where schemaname = current_schema()") == 0
                ? 0
                : throw new ForeignDatabaseException($"{place} is the database of another program: it has tables that are not ours.");
        }

        var version = Number(connection, "select coalesce(max(version), 0)::bigint from actormail_schema");
        return version <= Latest
            ? version
            : throw new ForeignDatabaseException($"{place} was made by a newer version of ActorMail.");
    }

    private static string Text(string script)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static long Number(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }
}
