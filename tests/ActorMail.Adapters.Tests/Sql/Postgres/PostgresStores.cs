using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Testing.Postgres;
using Npgsql;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>Fresh databases on the shared server, copied from one that was migrated once.</summary>
internal static class PostgresStores
{
    private static readonly Lazy<Task<string>> Template = new(async () =>
    {
        var server = await PostgresServer.SharedAsync();
        var template = await server.CreateDatabaseAsync();
        await (await PostgresDatabase.OpenAsync(template, CancellationToken.None)).DisposeAsync();
        return new NpgsqlConnectionStringBuilder(template).Database!;
    });

    public static async Task<Stores> OpenAsync() => Stores.Of(await OpenDatabaseAsync());

    public static async Task<SqlDatabase> OpenDatabaseAsync() =>
        await PostgresDatabase.OpenAsync(await CreateAsync(), CancellationToken.None);

    /// <summary>The connection string of an empty database with our schema.</summary>
    public static async Task<string> CreateAsync() =>
        await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(await Template.Value);
}
