namespace ActorMail.Webhooks;

/// <summary>Somebody who wants to be told.</summary>
/// <param name="Url">Also what its messages are kept under.</param>
/// <param name="Secrets">One, or while it is being replaced two.</param>
public sealed record WebhookEndpoint(Uri Url, IReadOnlyList<WebhookSecret> Secrets, WebhookEvents Events)
{
    /// <summary>For logs: the path may hold a secret.</summary>
    public override string ToString() => Url.Authority;
}
