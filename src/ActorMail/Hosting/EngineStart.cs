using ActorMail.Cluster;
using ActorMail.Delivery;
using ActorMail.Digests;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.SignUps;
using ActorMail.Storage;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Hosting;
using Akka.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Hosting;

/// <summary>Starts the actors. In a cluster, what is one per post or one for all is placed by it; the rest is the same.</summary>
internal static class EngineStart
{
    public static void Start(ActorSystem system, IActorRegistry registry, IServiceProvider services)
    {
        var settings = services.GetRequiredService<EngineSettings>();
        var place = settings.Cluster is { } cluster ? ClusterPlace.Of(system, cluster) : NodePlace.Of(settings.NodeName);
        if (services.GetService<SendingGate>() is { } gate) place = place with { Admitted = Task.WhenAll(place.Admitted, gate.Opens) };

        IActorRef dispatchers = ActorRefs.Nobody;
        var posts = PostActors(services, () => dispatchers);
        var region = place.StartPosts(system, posts);
        var stops = place.StartStops(system, posts);
        var dispatcher = place.Sends
            ? system.ActorOf(Dispatcher(services, settings, place, region), "mail-dispatcher")
            : ActorRefs.Nobody;
        dispatchers = system.ActorOf(Props.Empty.WithRouter(FromConfig.Instance), "mail-dispatchers");
        place.StartKeeper(system, PostKeeper.Props(
            services.GetRequiredService<IPostAgenda>(), region, services.GetRequiredService<TimeProvider>()), "mail-keeper");
        if (services.GetService<IDigestAgenda>() is { } digests)
            place.StartKeeper(system, DigestKeeper.Props(
                digests, services.GetRequiredService<IActorMail>, services.GetRequiredService<TimeProvider>()), "mail-digests");
        if (settings.CompactAfter is { } keptFor)
        {
            place.StartKeeper(system, RetentionKeeper.Props(
                services.GetRequiredService<IDeliveryRetention>(), keptFor, services.GetRequiredService<TimeProvider>()), "mail-retention");
        }

        OutsideStart.Start(system, settings, services);

        registry.Register<PostRegion>(region);
        registry.Register<PostStops>(stops);
        registry.Register<MailDispatchers>(dispatchers);
        registry.Register<LocalMailDispatcher>(dispatcher);
        if (place.Sends) services.GetRequiredService<RelayRoster>().Changed += () => dispatcher.Tell(new MailDispatcher.RelaysChanged());
        if (place.Sends) system.StartSignUps(settings, place, services);
        if (place.Sends) Drain.At(system, dispatcher, services.GetRequiredService<DrainReport>());
        TelemetryHosting.StartTelemetry(system, services, settings.Cluster is not null);
        if (settings.Cluster is not null) ClusterHosting.StartMember(system, settings.Cluster, services);
    }

    private static Props PostActors(IServiceProvider services, Func<IActorRef> dispatchers) => PostActor.Props(new PostActorParts(
        services.GetRequiredService<IPostStore>(),
        services.GetRequiredService<IDeliveryLog>(),
        services.GetRequiredService<IUncertainDeliveries>(),
        dispatchers,
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<EngineNews>()));

    private static Props Dispatcher(IServiceProvider services, EngineSettings settings, EnginePlace place, IActorRef region) =>
        MailDispatcher.Props(new MailDispatcherParts(
            place.NodeName,
            services.GetRequiredService<RelayRoster>(),
            settings.SliceSize,
            settings.OnUncertain,
            settings.Retries,
            services.GetRequiredService<IDeliveryLedger>(),
            services.GetRequiredService<IUnsentOutcomes>(),
            services.GetRequiredService<IPostStore>(),
            services.GetRequiredService<ILetterPress>(),
            services.GetRequiredService<IRelayConnector>(),
            services.GetRequiredService<IRelayAllowance>(),
            services.GetRequiredService<IStoreHealth>(),
            () => region,
            services.GetRequiredService<TimeProvider>(),
            Random.Shared,
            place.Admitted,
            services.GetRequiredService<SendingFigures>()));
}
