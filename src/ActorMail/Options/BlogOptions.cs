using ActorMail.Subscribers;

namespace ActorMail.Options;

/// <summary>A feed whose new items become posts (RSS, Atom or JSON Feed; docs/feeds.md).</summary>
public sealed class FeedOptions
{
    /// <summary>What the feed's memory is kept under, unique. Default: the Url. With a name the feed may move to another Url.</summary>
    public string? Name { get; set; }

    /// <summary>http or https, absolute. Required.</summary>
    public string? Url { get; set; }

    /// <summary>The list whose members get the items. Default <c>default</c>.</summary>
    public string List { get; set; } = ListName.Default;

    /// <summary>How long to wait between two looks. Default 15 minutes, range 1 minute to 7 days.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Of more new items at once only so many, the newest, become posts. Default 5, range 1 to 100.</summary>
    public int Most { get; set; } = 5;

    /// <summary>Items become drafts, for a person to publish. Default false.</summary>
    public bool Draft { get; set; }
}

/// <summary>A blog that posts what it publishes to <c>/hooks/{Name}</c> (docs/feeds.md).</summary>
public sealed class HookOptions
{
    /// <summary>The last part of its address, in the form of a list's name, unique. Default: the kind.</summary>
    public string? Name { get; set; }

    /// <summary><c>ghost</c>, <c>wordpress</c> (the snippet of docs/feeds.md) or <c>wp-webhooks</c> (the plugin). Required.</summary>
    public string? Kind { get; set; }

    /// <summary>Shared with the blog: <c>whsec_…</c> for wordpress, else at least 16 characters. Required.</summary>
    public string? Secret { get; set; }

    /// <summary>The list whose members get the posts. Default <c>default</c>.</summary>
    public string List { get; set; } = ListName.Default;

    /// <summary>Posts become drafts here, for a person to publish. Default false.</summary>
    public bool Draft { get; set; }
}

/// <summary>An endpoint that is told what happens, signed as Standard Webhooks are (docs/webhooks.md).</summary>
public sealed class WebhookOptions
{
    /// <summary>http or https, absolute. Required, unique.</summary>
    public string? Url { get; set; }

    /// <summary>
    /// <c>whsec_</c> and 24 to 64 random bytes in base 64. Two, with a space between them, while one is being replaced. Required.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// Of <c>post.finished</c>, <c>post.paused</c>, <c>delivery.bounced</c>, <c>subscriber.unsubscribed</c> and <c>subscriber.confirmed</c>,
    /// with commas. Default: all.
    /// </summary>
    public string Events { get; set; } = Webhooks.WebhookEventNames.All;
}

/// <summary>What this node may ask of other people's web servers.</summary>
public sealed class OutboundOptions
{
    /// <summary>
    /// Destinations, as <c>host:port</c>, that feeds and webhooks may reach although they are private or on another port than 80 and
    /// 443: an intranet, a test. None by default.
    /// </summary>
    public IList<string> Trusted { get; set; } = [];
}
