using System.Diagnostics.Metrics;
using ActorMail.Delivery;
using ActorMail.Posts;
using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static ActorMail.Telemetry.TelemetryNames;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorMail.Telemetry;

/// <summary>How the telemetry gets into a host and to what it watches.</summary>
internal static class TelemetryHosting
{
    public static IServiceCollection AddActorMailTelemetry(this IServiceCollection services) => services
        .AddSingleton<MailMeter>()
        .AddSingleton(provider => new EngineNews(
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance, provider.GetRequiredService<MailMeter>()));

    /// <summary>Adds what is asked for only when somebody looks; called once the actors run.</summary>
    public static void StartTelemetry(ActorSystem system, IServiceProvider services, bool inCluster)
    {
        var meter = services.GetRequiredService<MailMeter>();
        var uncertain = new UncertainOpen(
            services.GetRequiredService<IPostStore>(), services.GetRequiredService<IDeliveryLog>(), services.GetRequiredService<TimeProvider>());
        meter.Watch(
            Metrics.UncertainOpen, "{delivery}", "Deliveries in doubt among the newest 100 posts, of all nodes together.",
            () => [new Measurement<int>(uncertain.Look())]);
        meter.Watch(
            Metrics.Members, "{node}", "Nodes of the cluster as this one sees them, by reach.", () => Members(inCluster ? system : null));
    }

    /// <summary>A node of its own is one member.</summary>
    private static Measurement<int>[] Members(ActorSystem? system)
    {
        var (all, unreachable) = system is null ? (1, 0) : Count(AkkaCluster.Get(system));
        return
        [
            new Measurement<int>(all - unreachable, new KeyValuePair<string, object?>(Tags.Reach, "reachable")),
            new Measurement<int>(unreachable, new KeyValuePair<string, object?>(Tags.Reach, "unreachable")),
        ];
    }

    private static (int All, int Unreachable) Count(AkkaCluster cluster) =>
        (cluster.State.Members.Count(member => member.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving),
            cluster.State.Unreachable.Count);
}
