using ActorMail.Options;
using ActorMail.Storage;

namespace ActorMail.Embedded.Start;

/// <summary>Opens the configured database.</summary>
internal static class StoreOpening
{
    /// <summary>Opens it, or refuses the start; a file that is not ours stays as it is.</summary>
    public static async Task<SqlDatabase> OpenAsync(ActorMailOptions options)
    {
        try
        {
            return DatabaseRules.IsPostgreSql(options.Database)
                ? await PostgresDatabase.OpenAsync(options.ToConnectionString(), CancellationToken.None)
                : await SqliteDatabase.OpenAsync(options.ToConnectionString(), CancellationToken.None);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ForeignDatabaseException)
        {
            throw new ActorMailStartException([fault.Message.ReplaceLineEndings(" ")]);
        }
    }
}
