namespace ActorMail.Webhooks;

/// <summary>
/// The messages still to be told. They are written by the database itself, in the transaction of what they tell, for each endpoint
/// that wants them, so none is lost and none is told of what was undone.
/// </summary>
public interface IWebhookOutbox
{
    /// <summary>Makes exactly these endpoints known: what others were still to be told is withdrawn.</summary>
    Task EnterAsync(IReadOnlyList<WebhookEndpoint> endpoints, CancellationToken cancel);

    /// <summary>The endpoint's messages that are due, the longest due first.</summary>
    Task<IReadOnlyList<WebhookMessage>> DueAsync(Uri endpoint, int limit, CancellationToken cancel);

    Task EndAsync(WebhookMessage message, WebhookEnd end, CancellationToken cancel);

    /// <summary>Nothing more is told to the endpoint until a person says so; what it was to be told is given up.</summary>
    Task DisableAsync(Uri endpoint, string why, CancellationToken cancel);

    /// <summary>Forgets what was delivered, and what was given up, so long ago; gives the number of messages.</summary>
    Task<int> SweepAsync(TimeSpan delivered, TimeSpan givenUp, CancellationToken cancel);
}

/// <summary>The outbox as a person sees it.</summary>
public interface IWebhookWatch
{
    Task<IReadOnlyList<EndpointState>> ListAsync(CancellationToken cancel);

    /// <summary>The newest messages first.</summary>
    /// <param name="state">Only these; null for all.</param>
    Task<IReadOnlyList<WebhookLine>> MessagesAsync(WebhookState? state, int limit, CancellationToken cancel);

    /// <summary>
    /// Lets an endpoint be told again: enables it and makes due at once what was given up or waits. Gives the number of messages;
    /// null when there is no such endpoint.
    /// </summary>
    Task<int?> RetryAsync(Uri endpoint, CancellationToken cancel);
}

/// <summary>Where a message stands.</summary>
public enum WebhookState
{
    Pending,
    Delivered,
    Failed,
}

/// <summary>An endpoint and how its messages stand.</summary>
/// <param name="DisabledWhy">Null when it is told.</param>
/// <param name="LastAnswer">Of the newest message that was tried; null before the first.</param>
public sealed record EndpointState(
    string Url, WebhookEvents Events, int Pending, int Delivered, int Failed, string? DisabledWhy, DateTimeOffset? NextAt,
    string? LastAnswer);

/// <summary>One message as a list shows it.</summary>
public sealed record WebhookLine(
    string MessageId, string Event, string Url, DateTimeOffset At, WebhookState State, int Attempts,
    DateTimeOffset? NextAt, string? Answer);
