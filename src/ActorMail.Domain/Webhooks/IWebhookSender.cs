namespace ActorMail.Webhooks;

/// <summary>Carries one message to one endpoint over HTTP.</summary>
public interface IWebhookSender
{
    /// <summary>Signs and sends once; whatever goes wrong is an answer.</summary>
    Task<WebhookAnswer> SendAsync(WebhookEndpoint endpoint, WebhookMessage message, CancellationToken cancel);
}
