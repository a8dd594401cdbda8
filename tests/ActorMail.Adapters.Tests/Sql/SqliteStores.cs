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

    private static Stores Of(SqlDatabase database, TemporaryFolder? folder = null) =>
        Stores.Of(database, () => folder?.Dispose());
}
