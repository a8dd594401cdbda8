using ActorMail.Cluster;
using ActorMail.Delivery;
using ActorMail.Digests;
using ActorMail.Hosting;
using ActorMail.Letters;
using ActorMail.Nodes;
using ActorMail.Operations;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorMail;

/// <summary>How the actors get into a host.</summary>
public static class ActorMailHosting
{
    /// <summary>
    /// Registers <see cref="IActorMail"/>, <see cref="IClusterWatch"/> and <see cref="IClusterHealth"/>. The host brings the ports
    /// (stores, press, connector; for a cluster the directory and the leases) and calls <see cref="WithActorMail"/> on its system.
    /// </summary>
    public static IServiceCollection AddActorMailEngine(this IServiceCollection services, EngineSettings settings) =>
        services.AddActorMailEngine(_ => settings, settings.Cluster is not null);

    /// <summary>The same with settings that are known only when the host starts.</summary>
    /// <param name="clustered">Whether <see cref="EngineSettings.Cluster"/> will be set.</param>
    public static IServiceCollection AddActorMailEngine(
        this IServiceCollection services, Func<IServiceProvider, EngineSettings> settings, bool clustered)
    {
        services.AddSingleton(settings);
        services.AddSingleton(provider =>
        {
            var engine = provider.GetRequiredService<EngineSettings>();
            return new RelayRoster(engine.Relays, engine.Domains);
        });
        services.AddSingleton<IRelayResumption, RelayResumption>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IActorMail>(provider => new ActorMailService(
            provider.GetRequiredService<IRequiredActor<PostRegion>>(),
            provider.GetRequiredService<IRequiredActor<PostStops>>(),
            provider.GetRequiredService<IPostStore>(),
            new Lazy<ISubscribers>(provider.GetRequiredService<ISubscribers>),
            provider.GetRequiredService<IDeliveryLog>(),
            provider.GetRequiredService<ILetterPress>(),
            new TestMail(
                provider.GetRequiredService<RelayRoster>(),
                provider.GetRequiredService<ILetterPress>(),
                provider.GetRequiredService<IRelayConnector>(),
                provider.GetRequiredService<ISubscriberStore>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<EngineNews>().Meter,
            provider.GetService<ClusterHealth>() is { } health ? () => health.Closed : () => null));
        services.AddSingleton<ISubscribers, SubscribersService>();
        services.AddSingleton<IMailerWatch, MailerWatch>();
        services.AddActorMailTelemetry().AddSingleton<MailOperations>();
        services.AddSingleton<SendingFigures>();
        services.AddSingleton<DigestDesk>();
        services.AddSingleton<DrainReport>();
        return clustered ? services.AddClusterNode() : services.AddSingleNode();
    }

    /// <summary>Starts an actor system for ActorMail alone, which logs where the host logs.</summary>
    /// <param name="more">What the host's operator sets besides.</param>
    public static IServiceCollection AddActorMailSystem(
        this IServiceCollection services, string name, Action<AkkaConfigurationBuilder, IServiceProvider>? more = null) =>
        services.AddAkka(name, (akka, provider) =>
        {
            akka.ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                })
                .WithActorMail(provider)
                .AddHocon(EngineHocon.Load("node.hocon"), HoconAddMode.Append);
            more?.Invoke(akka, provider);
        });

    /// <summary>
    /// Starts ActorMail's actors in this system: posts, keeper, dispatcher and its router. Of the system's own settings nothing is
    /// touched, and ActorMail's yield to what the host has set.
    /// </summary>
    public static AkkaConfigurationBuilder WithActorMail(this AkkaConfigurationBuilder builder, IServiceProvider services) =>
        (services.GetRequiredService<EngineSettings>().Cluster is { } cluster ? builder.WithCluster(cluster, services) : builder)
            .AddHocon(EngineHocon.Load("actormail.hocon"), HoconAddMode.Append)
            .WithActors((system, registry) => EngineStart.Start(system, registry, services));

    private static IServiceCollection AddSingleNode(this IServiceCollection services) => services
        .AddSingleton<IClusterHealth, AlwaysWhole>()
        .AddSingleton<IClusterWatch>(provider => new SingleNodeWatch(
            provider.GetRequiredService<EngineSettings>().NodeName, provider.GetRequiredService<SendingFigures>()));

    private static IServiceCollection AddClusterNode(this IServiceCollection services) => services
        .AddSingleton<ClusterSight>()
        .AddSingleton(provider => new ClusterHealth(System(provider), provider.GetRequiredService<ClusterSight>()))
        .AddSingleton<IClusterHealth>(provider => provider.GetRequiredService<ClusterHealth>())
        .AddSingleton<IClusterWatch>(provider => new ClusterWatch(System(provider), provider.GetRequiredService<INodeDirectory>()));

    /// <summary>The actor system is made with the container's services, so they cannot have it when they are made.</summary>
    private static Lazy<ActorSystem> System(IServiceProvider provider) => new(provider.GetRequiredService<ActorSystem>);
}

/// <summary>The registry's key of the actor that knows every post.</summary>
public sealed class PostRegion;

/// <summary>The registry's key of the actor that pauses and cancels any post, whichever nodes can be reached.</summary>
internal sealed class PostStops;

/// <summary>The registry's key of the router to every node's dispatcher.</summary>
internal sealed class MailDispatchers;

/// <summary>The registry's key of this node's dispatcher; nobody on a node that does not send.</summary>
public sealed class LocalMailDispatcher;

/// <summary>What the engine is told once, at start.</summary>
/// <param name="NodeName">Noted with every outcome of a node of its own; in a cluster its address is.</param>
/// <param name="Relays">At least one on a node that sends.</param>
/// <param name="SliceSize">Recipients leased at a time. Default 500.</param>
/// <param name="Cluster">Null for a node of its own.</param>
public sealed record EngineSettings(
    string NodeName,
    IReadOnlyList<RelaySettings> Relays,
    int SliceSize,
    OnUncertain OnUncertain,
    RetrySchedule Retries,
    ClusterSettings? Cluster = null)
{
    /// <summary>How much goes to one provider of the recipients at a time.</summary>
    public DomainLimits Domains { get; init; } = DomainLimits.Default;

    /// <summary>How long after its post has ended an accepted delivery is kept by name. Default (null): for ever.</summary>
    public TimeSpan? CompactAfter { get; init; }
}
