using System.Net;
using ActorMail.Delivery;
using ActorMail.Hosting;
using ActorMail.Nodes;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorMail.Cluster;

/// <summary>Makes a host's actor system a member of a cluster.</summary>
internal static class ClusterHosting
{
    /// <summary>hocon/cluster.hocon, and before it what the operator sets.</summary>
    public static AkkaConfigurationBuilder WithCluster(
        this AkkaConfigurationBuilder builder, ClusterSettings settings, IServiceProvider services)
    {
        builder.AddSetup(new StoreLeaseSetup(services.GetRequiredService<INamedLeases>(), services.GetRequiredService<TimeProvider>()));
        if (settings.Tls is { } tls) builder.AddSetup(TlsBetweenNodes.Setup(tls));
        return builder
            .AddHocon(Where(settings), HoconAddMode.Prepend)
            .AddHocon(EngineHocon.Load("cluster.hocon"), HoconAddMode.Append);
    }

    /// <summary>Starts what brings a node into its cluster and what it does as a member.</summary>
    public static void StartMember(ActorSystem system, ClusterSettings settings, IServiceProvider services)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        ClusterEnd.At(shutdown, services.GetRequiredService<DrainReport>());
        WarnOfOpenDoor(system, settings);
        system.ActorOf(MemberListener.Props(
            services.GetRequiredService<IDeliveryLedger>(), services.GetRequiredService<EngineSettings>().OnUncertain,
            services.GetRequiredService<EngineNews>()), "member-listener");
        var forming = system.ActorOf(
            Forming.Props(new FormingParts(
                services.GetRequiredService<INodeDirectory>(),
                [.. settings.SeedNodes.Select(Address.Parse)],
                services.GetRequiredService<ClusterSight>(),
                services.GetRequiredService<SendingFigures>(),
                services.GetRequiredService<TimeProvider>())),
            "forming");
        Forming.LeaveAt(shutdown, forming);
    }

    private static string Where(ClusterSettings settings) => $$"""
        akka.remote.dot-netty.tcp {
          hostname = {{settings.Hostname.ToHocon()}}
          port = {{settings.Port}}
          enable-ssl = {{(settings.Tls is null ? "off" : "on")}}
        }
        akka.cluster.roles = [{{string.Join(", ", settings.Roles.Select(role => role.ToHocon()))}}]
        """;

    private static void WarnOfOpenDoor(ActorSystem system, ClusterSettings settings)
    {
        var loopback = settings.Hostname == "localhost"
            || (IPAddress.TryParse(settings.Hostname, out var address) && IPAddress.IsLoopback(address));
        if (settings.Tls is not null || loopback) return;
        system.Log.Warning(
            "Nodes talk to each other on {Hostname} without TLS: whoever reaches {Address} can give this node orders. "
            + "Set certificates, or see to it that only the nodes reach it", settings.Hostname, AkkaCluster.Get(system).SelfAddress);
    }
}
