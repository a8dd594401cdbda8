using ActorMail.Adapters.Tests.Sql.Compliance;

namespace ActorMail.Adapters.Tests.Sql;

/// <summary>Opens fresh SQLite databases for the compliance suite.</summary>
internal static class SqliteStores
{
    public static async Task<Stores> FileAsync()
    {
        var folder = new TemporaryFolder();
        return Of(await SqliteDatabase.OpenAsync($"Data Source={folder.File("mail.db")}", CancellationToken.None), folder);
    }

    public static async Task<Stores> MemoryAsync() => Of(await SqliteDatabase.OpenAsync(
        $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared", CancellationToken.None));

    public static Stores Of(SqliteDatabase database, TemporaryFolder? folder = null) => new(
        database.Posts, database.Agenda, database.Subscribers, database.Subscriptions, database.Import, database.Ledger,
        database.Log, database.Doubts, database.Secret,
        async () =>
        {
            await database.DisposeAsync();
            folder?.Dispose();
        });
}
