using System.Diagnostics.Metrics;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.SignUps;
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
        var (posts, log) = (services.GetRequiredService<IPostStore>(), services.GetRequiredService<IDeliveryLog>());
        var time = services.GetRequiredService<TimeProvider>();
        LateFigure<int> uncertain = new(() => UncertainOpen.CountAsync(posts, log), time);
        meter.Watch(
            Metrics.UncertainOpen, "{delivery}", "Deliveries in doubt among the newest 100 posts, of all nodes together.",
            () => [new Measurement<int>(uncertain.Look())]);
        meter.Watch(
            Metrics.Members, "{node}", "Nodes of the cluster as this one sees them, by reach.", () => Members(inCluster ? system : null));
        if (services.GetService<ISignUps>() is { } signUps) WatchSignUps(meter, signUps, time);
    }

    private static void WatchSignUps(MailMeter meter, ISignUps signUps, TimeProvider time)
    {
        LateFigure<SignUpsOpen> open = new(() => signUps.CountAsync(CancellationToken.None), time);
        Gauge(Metrics.SignUpMailsWaiting, "{mail}", "Confirmation mails to be sent or under way, of all nodes together.", now => now.Mails);
        Gauge(Metrics.SignUpsUnconfirmed, "{reader}", "Addresses signed up and not confirmed, of all nodes together.", now => now.Unconfirmed);

        void Gauge(string name, string unit, string description, Func<SignUpsOpen, long> value) => meter.Watch(
            name, unit, description, () => [new Measurement<int>((int)Math.Min(value(open.Look()), int.MaxValue))]);
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
