using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Testing.Postgres;
using Npgsql;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>A round looks up whom it asks for and nobody else, also when its session began before the tables were filled and counted.</summary>
public sealed class RoundPlanTests
{
    private const int Readers = 2_000;
    private const int Wishes = 8;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Tables = ["memberships", "subscribers", "deliveries", "intents", "slices", "posts"];

    [PostgresFact]
    public async Task A_round_reads_as_little_of_a_large_list_as_of_a_small_one()
    {
        var connectionString = await PostgresStores.CreateAsync();
        await using var watch = new NpgsqlConnection($"{connectionString};Pooling=false");
        await watch.OpenAsync();
        var database = await PostgresDatabase.OpenAsync(connectionString, None);
        var mailing = new Mailing(Stores.Of(database));
        await mailing.JoinAsync(Readers);
        var (post, me) = (await mailing.PublishAsync(), await mailing.EnterAsync());
        var slice = await mailing.LeaseAsync(post, me, size: 500);
        // A server counts what a session read at the latest when it ends.
        await database.DisposeAsync();
        await EndedAsync(watch);
        var before = await ReadAsync(watch);

        database = await PostgresDatabase.OpenAsync(connectionString, None);
        await new Mailing(Stores.Of(database)).RoundAsync(me, slice, wishes: Mailing.Wishes(slice, Wishes));
        await database.DisposeAsync();
        await EndedAsync(watch);

        foreach (var (table, read) in await ReadAsync(watch))
            Assert.True(read - before[table] <= 10 * Wishes, $"{read - before[table]} rows or keys of {table} were read for {Wishes} wishes");
    }

    private static async Task EndedAsync(NpgsqlConnection watch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await NumberAsync(watch, """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
            """) > 0) await Task.Delay(20, limit.Token);
    }

    /// <summary>Rows read by walking a table, and keys read of its indexes.</summary>
    private static async Task<Dictionary<string, long>> ReadAsync(NpgsqlConnection watch)
    {
        Dictionary<string, long> read = [];
        foreach (var table in Tables)
        {
            read[table] = await NumberAsync(watch, $"""
                select coalesce(t.seq_tup_read, 0) + coalesce((select sum(i.idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid), 0)::bigint
                from pg_stat_user_tables t where t.relname = '{table}'
                """);
        }

        return read;
    }

    private static async Task<long> NumberAsync(NpgsqlConnection watch, string sql)
    {
        await using var command = new NpgsqlCommand(sql, watch);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
