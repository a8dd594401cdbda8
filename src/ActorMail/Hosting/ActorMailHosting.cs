using ActorMail.Cluster;
using ActorMail.Delivery;
using ActorMail.Hosting;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Storage;
using ActorMail.Subscribers;
using Akka.Actor;
using Akka.Hosting;
using Akka.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorMail;

/// <summary>How the actors get into a host.</summary>
public static class ActorMailHosting
{
    /// <summary>
    /// Registers <see cref="IActorMail"/>. The host brings the ports (stores, press, connector) and calls
    /// <see cref="WithActorMail"/> on its actor system.
    /// </summary>
    public static IServiceCollection AddActorMailEngine(this IServiceCollection services, EngineSettings settings)
    {
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IActorMail>(provider => new ActorMailService(
            provider.GetRequiredService<IRequiredActor<PostRegion>>(),
            provider.GetRequiredService<IPostStore>(),
            provider.GetRequiredService<IDeliveryLog>(),
            provider.GetRequiredService<ILetterPress>(),
            new TestMail(
                settings.Relays,
                provider.GetRequiredService<ILetterPress>(),
                provider.GetRequiredService<IRelayConnector>(),
                provider.GetRequiredService<ISubscriberStore>()),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMailerWatch, MailerWatch>();
        services.TryAddSingleton<IClusterWatch, LoneNode>();
        services.AddSingleton<DrainReport>();
        return services;
    }

    /// <summary>Starts ActorMail's actors in this system: posts, keeper, dispatcher and its router.</summary>
    public static AkkaConfigurationBuilder WithActorMail(this AkkaConfigurationBuilder builder, IServiceProvider services) =>
        builder
            .AddHocon(EngineHocon.Load("actormail.hocon"), HoconAddMode.Append)
            .WithActors((system, registry) => Start(system, registry, services));

    private static void Start(ActorSystem system, IActorRegistry registry, IServiceProvider services)
    {
        var settings = services.GetRequiredService<EngineSettings>();
        var posts = services.GetRequiredService<IPostStore>();
        var time = services.GetRequiredService<TimeProvider>();

        IActorRef dispatchers = ActorRefs.Nobody;
        var postActor = PostActor.Props(new PostActorParts(
            posts,
            services.GetRequiredService<IDeliveryLog>(),
            services.GetRequiredService<IUncertainDeliveries>(),
            () => dispatchers,
            time));
        var region = system.ActorOf(LocalPostRegion.Props(postActor), "posts");
        var dispatcher = system.ActorOf(
            MailDispatcher.Props(new MailDispatcherParts(
                settings.NodeName,
                settings.Relays,
                settings.SliceSize,
                settings.OnUncertain,
                settings.Retries,
                services.GetRequiredService<IDeliveryLedger>(),
                posts,
                services.GetRequiredService<ILetterPress>(),
                services.GetRequiredService<IRelayConnector>(),
                services.GetRequiredService<IStoreHealth>(),
                () => region,
                time,
                Random.Shared)),
            "mail-dispatcher");
        dispatchers = system.ActorOf(Props.Empty.WithRouter(FromConfig.Instance), "mail-dispatchers");
        system.ActorOf(PostKeeper.Props(services.GetRequiredService<IPostAgenda>(), region, time), "post-keeper");

        registry.Register<PostRegion>(region);
        registry.Register<MailDispatchers>(dispatchers);
        registry.Register<LocalMailDispatcher>(dispatcher);
        Drain.At(CoordinatedShutdown.Get(system), dispatcher, services.GetRequiredService<DrainReport>());
    }
}

/// <summary>The registry's key of the actor that knows every post.</summary>
public sealed class PostRegion;

/// <summary>The registry's key of the router to every node's dispatcher.</summary>
public sealed class MailDispatchers;

/// <summary>The registry's key of this node's dispatcher.</summary>
public sealed class LocalMailDispatcher;

/// <summary>What the engine is told once, at start.</summary>
/// <param name="NodeName">Noted with every outcome.</param>
/// <param name="Relays">At least one.</param>
/// <param name="SliceSize">Recipients leased at a time. Default 500.</param>
/// <param name="Cluster">Null for a node of its own.</param>
public sealed record EngineSettings(
    string NodeName,
    IReadOnlyList<RelaySettings> Relays,
    int SliceSize,
    OnUncertain OnUncertain,
    RetrySchedule Retries,
    ClusterSettings? Cluster = null);
