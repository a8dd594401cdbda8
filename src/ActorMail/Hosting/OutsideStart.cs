using ActorMail.Feeds;
using ActorMail.Webhooks;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Hosting;

/// <summary>Starts what deals with other people's web servers, in a host that brought the ports for it.</summary>
internal static class OutsideStart
{
    public static void Start(ActorSystem system, EngineSettings settings, IServiceProvider services)
    {
        if (services.GetService<OutsideSettings>() is not { } outside) return;
        // Without any endpoint, too: those configured before have to be forgotten.
        var parts = new WebhookParts(
            services.GetRequiredService<IWebhookOutbox>(), services.GetRequiredService<IWebhookSender>(), Random.Shared);
        OneInAll.Start(system, settings.Cluster, WebhookDesk.Props(outside.Webhooks, parts), "mail-webhooks");
        if (outside.Feeds.Count == 0) return;
        var mail = new Lazy<IActorMail>(services.GetRequiredService<IActorMail>);
        var feeds = new FeedParts(
            services.GetRequiredService<IFeedAgenda>(), services.GetRequiredService<IFeedMemory>(),
            services.GetRequiredService<IFeedSource>(), post => mail.Value.PublishAsync(post), Random.Shared);
        OneInAll.Start(system, settings.Cluster, FeedKeeper.Props(outside.Feeds, feeds), "mail-feeds");
    }
}

/// <summary>The feeds to read and the endpoints to tell.</summary>
public sealed record OutsideSettings(IReadOnlyList<FeedSettings> Feeds, IReadOnlyList<WebhookEndpoint> Webhooks);
