using ActorMail.Engine;
using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Moving;

/// <summary>The database that is moved into: held still for everybody else, and empty.</summary>
internal sealed class TargetGround(NpgsqlConnection target)
{
    private const string LockNotAvailable = "55P03";
    private const string Deadlock = "40P01";

    /// <summary>What nobody has used yet holds none of these.</summary>
    private static readonly string[] Empty =
        ["subscribers", "memberships", "posts", "contents", "names", "slices", "deliveries", "intents", "attempts"];

    /// <summary>The database's clock in unix milliseconds.</summary>
    public long Now => Number(PostgresConnections.Texts.Clock);

    /// <summary>Until the transaction ends, others wait, and no node changes the schema.</summary>
    public void Hold()
    {
        try
        {
            Run("set local lock_timeout = '10s'; set local idle_in_transaction_session_timeout = '60s'");
            Run($"select pg_advisory_xact_lock({PostgresSchema.LockClass}, {PostgresSchema.MigrationLock})");
            Run($"lock table {string.Join(", ", MovedTable.All.Select(table => table.Name))} in access exclusive mode");
        }
        catch (PostgresException busy) when (busy.SqlState is LockNotAvailable or Deadlock)
        {
            throw new MigrationRefusedException("The database is busy with others' work; nothing was changed.");
        }
    }

    public void RefuseUnlessEmpty()
    {
        var found = Empty.FirstOrDefault(table => Number($"select count(*) from (select 1 from {table} limit 1) as any_row") > 0)
            ?? (Number("select count(*) from lists where name <> 'default'") > 0 ? "lists" : null);
        if (found is not null)
            throw new MigrationRefusedException(
                $"The database is not empty (there are {found}): move into a fresh one. Nothing was changed.");
    }

    /// <summary>Takes away what a fresh database begins with. Gives the highest number a node entered with.</summary>
    public long ClearAway(SqliteSource source)
    {
        Run("delete from lists");
        Run("delete from membership_sequence");
        // What nodes that are up enter when they start; they are started anew after the move.
        foreach (var table in new[] { "webhook_outbox", "webhook_endpoints", "feed_items", "feeds" }) Run($"delete from {table}");
        // Asked for in the meantime, and marked and linked with a secret that ends here: their owners ask again.
        Run("delete from sign_ups");
        using var keys = source.Command("select key from settings");
        using var reader = keys.ExecuteReader();
        while (reader.Read())
        {
            using var command = new NpgsqlCommand("delete from settings where key = @key", target);
            command.Parameters.AddWithValue("key", reader.GetString(0));
            command.ExecuteNonQuery();
        }

        return Number("select coalesce(max(id), 0) from incarnations");
    }

    /// <summary>Lets the engine plan for what has come in.</summary>
    public void Analyze() => Run($"analyze {string.Join(", ", MovedTable.All.Select(table => table.Name))}");

    private void Run(string sql)
    {
        using var command = new NpgsqlCommand(sql, target);
        command.ExecuteNonQuery();
    }

    private long Number(string sql)
    {
        using var command = new NpgsqlCommand(sql, target);
        return (long)command.ExecuteScalar()!;
    }
}
