using ActorMail.Testing.Postgres;
using Npgsql;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>The server the tests below stand on.</summary>
public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task A_fresh_database_is_empty_and_a_copy_is_not()
    {
        var server = await PostgresServer.SharedAsync();
        var first = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync()).Database!;
        await server.RunAsync("create table kept (id int)", first);
        var copy = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync(first)).Database!;
        await server.RunAsync("insert into kept values (1)", copy);
        var empty = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync()).Database!;
        await Assert.ThrowsAsync<PostgresException>(() => server.RunAsync("insert into kept values (1)", empty));
    }

    [PostgresFact]
    public async Task A_committed_row_outlives_a_kill()
    {
        await using var server = await PostgresServer.CreateAsync(new PostgresSettings(Fsync: true));
        await server.RunAsync("create table kept (id int primary key); insert into kept values (1)");
        await server.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => server.RunAsync("select 1"));
        await server.StartAsync();
        await Assert.ThrowsAsync<PostgresException>(() => server.RunAsync("insert into kept values (1)"));
        await server.RestartAsync();
        await server.RunAsync("select 1");
    }
}
