namespace ActorMail.Webhooks;

/// <summary>What is told to others.</summary>
[Flags]
public enum WebhookEvents
{
    None = 0,

    /// <summary>Every reader of the post has an outcome, or the post was cancelled and nothing is left to do.</summary>
    PostFinished = 1,

    PostPaused = 2,

    /// <summary>A relay refused a reader's address for good (5xx).</summary>
    DeliveryBounced = 4,

    /// <summary>A reader has left a list.</summary>
    SubscriberUnsubscribed = 8,

    /// <summary>Somebody has confirmed that they want a list (docs/sign-up.md).</summary>
    SubscriberConfirmed = 16,

    All = PostFinished | PostPaused | DeliveryBounced | SubscriberUnsubscribed | SubscriberConfirmed,
}

/// <summary>The events by name.</summary>
public static class WebhookEventNames
{
    public const string PostFinished = "post.finished";
    public const string PostPaused = "post.paused";
    public const string DeliveryBounced = "delivery.bounced";
    public const string SubscriberUnsubscribed = "subscriber.unsubscribed";
    public const string SubscriberConfirmed = "subscriber.confirmed";

    /// <summary>Sent by hand only.</summary>
    public const string Test = "webhook.test";

    public static readonly string All = string.Join(", ", PostFinished, PostPaused, DeliveryBounced, SubscriberUnsubscribed, SubscriberConfirmed);

    private static readonly (string Name, WebhookEvents Event)[] Known =
    [
        (PostFinished, WebhookEvents.PostFinished), (PostPaused, WebhookEvents.PostPaused),
        (DeliveryBounced, WebhookEvents.DeliveryBounced), (SubscriberUnsubscribed, WebhookEvents.SubscriberUnsubscribed),
        (SubscriberConfirmed, WebhookEvents.SubscriberConfirmed),
    ];

    public static bool TryParse(string text, out WebhookEvents named)
    {
        named = Known.FirstOrDefault(known => known.Name.Equals(text, StringComparison.OrdinalIgnoreCase)).Event;
        return named != WebhookEvents.None;
    }

    public static IEnumerable<string> Of(WebhookEvents events) =>
        Known.Where(known => events.HasFlag(known.Event)).Select(known => known.Name);
}
