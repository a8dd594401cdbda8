using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Storage;
using ActorMail.Testing.Disks;
using ActorMail.Testing.Postgres;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>Errors of the server itself, at which Npgsql closes the connection: each is told, and the next one works again.</summary>
public sealed class PostgresFaultTests
{
    private const int Writers = 8;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [PostgresTheory]
    [InlineData("53100", "disk under the database is full")]
    [InlineData("53200", "out of memory or room")]
    [InlineData("58030", "fails to read or write")]
    [InlineData("F0000", "configuration")]
    [InlineData("XX000", "fault of its own")]
    [InlineData("XX001", "damaged")]
    public async Task Every_worker_goes_on_after_it(string state, string why)
    {
        await using var database = await PostgresStores.OpenDatabaseAsync();

        foreach (var failing in OnEveryWriter(database, $"do $$ begin raise exception 'geheim' using errcode = '{state}'; end $$"))
        {
            var told = await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);
            Assert.Contains(why, told.Message);
            Assert.DoesNotContain("geheim", told.Message);
        }

        Assert.NotNull(database.Health.Fault);
        await Task.WhenAll(OnEveryWriter(database, "insert into names (name) values ('x') on conflict do nothing"));
        await database.Health.ProbeAsync(None);
        Assert.Null(database.Health.Fault);
    }

    [PostgresMountFact]
    public async Task A_full_disk_is_told_and_left_behind_once_there_is_room()
    {
        await using var server = await PostgresServer.CreateAsync();
        using var disk = await server.AddDiskAsync("small", megabytes: 32);
        await server.RunAsync("create database small tablespace small");
        await using var database = await PostgresDatabase.OpenAsync(server.ConnectionString("small"), None);
        var mailing = new Mailing(Stores.Of(database));
        disk.Fill();

        var from = 1;
        // What is left of the tables' last pages takes some readers.
        var told = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (; from < 100_000; from += 100) await mailing.JoinAsync(100, from);
        });
        Assert.Contains("disk under the database is full", told.Message);
        Assert.NotNull(database.Health.Fault);

        disk.MakeRoom();
        await Task.WhenAll(Enumerable.Range(0, 2 * Writers).Select(n => mailing.JoinAsync(100, from + 100 * n)));
        Assert.Null(database.Health.Fault);
    }

    /// <summary>None of them ends before all have a worker.</summary>
    private static Task<int>[] OnEveryWriter(SqlDatabase database, string sql)
    {
        var all = new Barrier(Writers);
        return [.. Enumerable.Range(0, Writers).Select(_ => database.Engine.WriteAsync(session =>
        {
            Assert.True(all.SignalAndWait(Soon), "A worker is missing.");
            return session.Run(sql);
        }, None))];
    }

    /// <summary>A test that needs a PostgreSQL server and mounts a file system for it.</summary>
    private sealed class PostgresMountFactAttribute : FactAttribute
    {
        public PostgresMountFactAttribute() => Skip = PostgresPrograms.Missing ?? SmallDisk.Missing;
    }
}
