using System.Reflection;
using ActorMail.Storage;
using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace ActorMail.Engine;

/// <summary>Marks a new file as ours and brings its schema up to date; <c>user_version</c> counts the migrations done.</summary>
internal static class SqliteSchema
{
    /// <summary>"ActM": tells our files from those of others (<c>PRAGMA application_id</c>).</summary>
    public const int ApplicationId = 0x4163744D;

    private static readonly Assembly Home = typeof(SqliteSchema).Assembly;

    public static readonly int Latest = Home.GetManifestResourceNames().Count(IsOurs);

    public static void Prepare(SqliteConnection connection, bool inMemory)
    {
        // The mark is written before the log is switched on, so it is in the file itself from its first page.
        if (Number(connection, "pragma application_id") != ApplicationId)
            Number(connection, $"pragma application_id = {ApplicationId}");
        if (!inMemory) Number(connection, "pragma journal_mode = wal");
        if (Number(connection, "pragma user_version") >= Latest) return;

        var done = DeployChanges.To.SqliteDatabase(new SharedConnection(connection))
            .WithScriptsEmbeddedInAssembly(Home, IsOurs)
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (done.Error is SqliteException fault) throw SqliteFaults.Translate(fault);
        if (!done.Successful) throw new StoreUnavailableException("The database's schema could not be brought up to date.", done.Error);
    }

    private static bool IsOurs(string name) => name.EndsWith(".sql") && !name.Contains('/');

    public static long? Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long?;
    }
}
