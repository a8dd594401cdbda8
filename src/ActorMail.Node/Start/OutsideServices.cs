using ActorMail.Feeds;
using ActorMail.Hosting;
using ActorMail.Options;
using ActorMail.Outbound;
using ActorMail.Preflight;
using ActorMail.Relays;
using ActorMail.Webhooks;

namespace ActorMail.Node.Start;

/// <summary>What deals with other people's servers: feeds, hooks, webhooks, and the check of relays and names.</summary>
internal static class OutsideServices
{
    public static IServiceCollection AddOutside(this IServiceCollection services, NodeConfiguration node, SqlDatabase store) => services
        .AddSingleton(new OutsideSettings(node.Options.ToFeeds(), node.Options.ToWebhooks()))
        .AddSingleton(_ => new OutboundCalls(node.Options.ToTrusted(), node.Options.ToSender(node.Door).PublicUrl, TimeProvider.System))
        .AddSingleton<IFeedSource>(provider => provider.GetRequiredService<OutboundCalls>().Feeds)
        .AddSingleton<IArticleCleaner>(provider => provider.GetRequiredService<OutboundCalls>().Articles)
        .AddSingleton<IWebhookSender>(provider => provider.GetRequiredService<OutboundCalls>().Webhooks)
        .AddSingleton<IPreflight>(provider => new SendingPreflight(
            () => node.Options.Relays.Count == 0 ? [] : provider.GetRequiredService<RelayRoster>().Relays,
            string.IsNullOrWhiteSpace(node.Options.From) ? null : node.Options.ToSender(node.Door).FromEmail.Domain,
            [.. node.Dkim.Keys.Select(key => key.Identity)], node.Options.ToDns(), TimeProvider.System))
        .AddSingleton(store.FeedAgenda)
        .AddSingleton(store.FeedMemory)
        .AddSingleton(store.FeedWatch)
        .AddSingleton(store.Webhooks)
        .AddSingleton(store.WebhookWatch);
}
