using ActorMail.Delivery;
using ActorMail.DevInbox;
using ActorMail.Embedded.Composition;
using ActorMail.Hosting;
using ActorMail.Node.Health;
using ActorMail.Node.Spool;
using ActorMail.Options;
using ActorMail.Relays;
using ActorMail.Tokens;
using ActorMail.Web;
using Akka.Hosting;

namespace ActorMail.Node.Start;

/// <summary>What the node puts into its container.</summary>
internal static class NodeServices
{
    /// <summary>The store and the ports behind it.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, SqlDatabase store)
    {
        if (store.Nodes is { } nodes) services.AddSingleton(nodes);
        if (store.NamedLeases is { } leases) services.AddSingleton(leases);
        if (store.Migration is { } migration) services.AddSingleton(migration);
        return services.AddSingleton(store).AddStorePorts().AddSingleton<IDeliveryLedger>(FailPoints.Around(store.Ledger));
    }

    /// <summary>Letters, wire and actors. Without a relay, the DevInbox is the relay.</summary>
    public static IServiceCollection AddSending(
        this IServiceCollection services, NodeConfiguration node, InstanceKeys keys, DevInboxServer? inbox)
    {
        IReadOnlyList<RelaySettings> relays = inbox is null ? node.Options.ToRelays() : [inbox.ToRelay()];
        var engine = node.Options.ToEngine(Environment.MachineName, relays, node.Cluster);
        if (node.Confirmation is { } confirmation) services.AddSingleton(confirmation);
        return services
            .AddSingleton(node.Options.ToSender(node.Door))
            .AddSingleton(keys)
            .AddSingleton(node.Dkim.Keys)
            .AddHostedService(provider => new RelayReload(
                provider.GetRequiredService<IConfiguration>(), node.Options, provider.GetRequiredService<RelayRoster>(),
                provider.GetRequiredService<ILogger<RelayReload>>()))
            .AddSending(_ => engine, clustered: node.Cluster is not null)
            .AddActorMailSystem(
                node.SystemName,
                (akka, provider) => akka.WithPalette(provider)
                    .WithOperatorsHocon(provider.GetRequiredService<IConfiguration>()));
    }

    /// <summary>Section by section, because a section comes with its own name, and "Hocon" is none of Akka's.</summary>
    private static void WithOperatorsHocon(this AkkaConfigurationBuilder akka, IConfiguration configuration)
    {
        foreach (var part in configuration.GetSection(OperatorsHocon.Section).GetChildren()) akka.AddHocon(part, HoconAddMode.Prepend);
    }

    /// <summary>The HTTP door, its pages and its health.</summary>
    public static IServiceCollection AddDoor(this IServiceCollection services, NodeConfiguration node, DevInboxServer? inbox)
    {
        if (inbox is not null) services.AddSingleton(inbox);
        services.AddSingleton(node.Options).AddActorMailWeb();
        services.AddHostedService<SpoolIntake>();
        services.AddHealthChecks()
            .AddCheck<ActorsHealth>("actors", tags: ["live"])
            .AddCheck<SendingHealth>("sending", tags: ["ready"])
            .AddCheck<MembershipHealth>("cluster", tags: ["ready"]);
        return services;
    }
}
