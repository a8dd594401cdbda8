using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Embedded.Composition;

/// <summary>The ports of one database, as every host of ActorMail has them.</summary>
internal static class StoreServices
{
    /// <summary>Takes them from the container's <see cref="SqlDatabase"/>.</summary>
    public static IServiceCollection AddStorePorts(this IServiceCollection services) => services
        .AddPort(store => store.Posts)
        .AddPort(store => store.Agenda)
        .AddPort(store => store.Subscribers)
        .AddPort(store => store.Subscriptions)
        .AddPort(store => store.SignUps)
        .AddPort(store => store.SignUpMails)
        .AddPort(store => store.Import)
        .AddPort(store => store.Ledger)
        .AddPort(store => store.Log)
        .AddPort(store => store.Doubts)
        .AddPort(store => store.Allowance)
        .AddPort(store => store.Unsent)
        .AddPort(store => store.Retention)
        .AddPort(store => store.Digests)
        .AddPort(store => store.DigestAgenda)
        .AddPort(store => store.Secret)
        .AddPort(store => store.Health);

    private static IServiceCollection AddPort<TPort>(this IServiceCollection services, Func<SqlDatabase, TPort> port)
        where TPort : class =>
        services.AddSingleton(provider => port(provider.GetRequiredService<SqlDatabase>()));
}
