using ActorMail.Options;
using ActorMail.Storage;

namespace ActorMail.Node.Start;

/// <summary>The store and the ports behind it.</summary>
internal static class NodeStore
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
            throw new StartRefused(StartRefused.Surroundings, fault.Message.ReplaceLineEndings(" "));
        }
    }

    public static IServiceCollection AddStore(this IServiceCollection services, SqlDatabase store)
    {
        if (store.Nodes is { } nodes) services.AddSingleton(nodes);
        if (store.NamedLeases is { } leases) services.AddSingleton(leases);
        if (store.Migration is { } migration) services.AddSingleton(migration);
        return services
            .AddSingleton(store.Posts)
            .AddSingleton(store.Agenda)
            .AddSingleton(store.Subscribers)
            .AddSingleton(store.Subscriptions)
            .AddSingleton(store.Import)
            .AddSingleton(FailPoints.Around(store.Ledger))
            .AddSingleton(store.Log)
            .AddSingleton(store.Doubts)
            .AddSingleton(store.Allowance)
            .AddSingleton(store.Unsent)
            .AddSingleton(store.Secret)
            .AddSingleton(store.Health);
    }
}
