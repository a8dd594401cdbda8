using System.Net;
using ActorMail.Feeds;
using ActorMail.Outbound.Addresses;
using ActorMail.Outbound.Articles;
using ActorMail.Outbound.Feeds;
using ActorMail.Outbound.Webhooks;
using ActorMail.Webhooks;

namespace ActorMail.Outbound;

/// <summary>What this node asks of other people's web servers: their feeds, and to take its webhooks.</summary>
public sealed class OutboundCalls : IDisposable
{
    private static readonly TimeSpan FeedWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WebhookWithin = TimeSpan.FromSeconds(15);
    private readonly HttpClient _feeds;
    private readonly HttpClient _webhooks;

    /// <param name="trusted">Destinations, as <c>host:port</c>, that may be reached although they are private or on another port.</param>
    /// <param name="publicUrl">Where to find out who calls.</param>
    public OutboundCalls(IEnumerable<string> trusted, Uri publicUrl, TimeProvider time)
        : this(new Destinations(trusted, Dns.GetHostAddressesAsync), publicUrl, time)
    {
    }

    internal OutboundCalls(Destinations destinations, Uri publicUrl, TimeProvider time)
    {
        var name = $"ActorMail/{typeof(OutboundCalls).Assembly.GetName().Version?.ToString(2)} (+{publicUrl.AbsoluteUri})";
        _feeds = CheckedHttp.Client(destinations, FeedWithin, name);
        _webhooks = CheckedHttp.Client(destinations, WebhookWithin, name);
        Articles = new ArticleCleaner();
        Feeds = new HttpFeedSource(_feeds, destinations, Articles, time);
        Webhooks = new HttpWebhookSender(_webhooks, destinations, time);
    }

    public IFeedSource Feeds { get; }

    public IArticleCleaner Articles { get; }

    public IWebhookSender Webhooks { get; }

    public void Dispose()
    {
        _feeds.Dispose();
        _webhooks.Dispose();
    }
}
