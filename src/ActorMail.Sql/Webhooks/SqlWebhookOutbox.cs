using ActorMail.Engine;

namespace ActorMail.Webhooks;

/// <summary>The outbox as couriers use it. Its rows are written by triggers (Migrations).</summary>
internal sealed class SqlWebhookOutbox(ISqlEngine engine) : IWebhookOutbox
{
    private const string NoLonger = "No longer configured.";

    private const string Enter = """
        insert into webhook_endpoints (url, finished, paused, bounced, unsubscribed, confirmed)
        values (@url, @finished, @paused, @bounced, @unsubscribed, @confirmed)
        on conflict (url) do update set finished = excluded.finished, paused = excluded.paused, bounced = excluded.bounced,
            unsubscribed = excluded.unsubscribed, confirmed = excluded.confirmed
        """;

    private const string WantsNothing = """
        update webhook_endpoints set finished = 0, paused = 0, bounced = 0, unsubscribed = 0, confirmed = 0 where id = @id
        """;

    private const string GiveUp = """
        update webhook_outbox set next_at = null, ended_at = @now, answer = @why
        where endpoint = @endpoint and next_at is not null
        """;

    private const string End = """
        update webhook_outbox set attempts = attempts + 1, next_at = @next, ended_at = @ended, delivered = @delivered, answer = @answer
        where id = @id and next_at is not null
        """;

    public Task EnterAsync(IReadOnlyList<WebhookEndpoint> endpoints, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        foreach (var endpoint in endpoints)
            session.Run(Enter, endpoint.Url.AbsoluteUri, Wants(endpoint, WebhookEvents.PostFinished),
                Wants(endpoint, WebhookEvents.PostPaused), Wants(endpoint, WebhookEvents.DeliveryBounced),
                Wants(endpoint, WebhookEvents.SubscriberUnsubscribed), Wants(endpoint, WebhookEvents.SubscriberConfirmed));
        var wanted = endpoints.Select(endpoint => endpoint.Url.AbsoluteUri).ToHashSet();
        foreach (var (id, _) in session.Query("select id, url from webhook_endpoints", row => (Id: row.Long(0), Url: row.Text(1)))
            .Where(known => !wanted.Contains(known.Url)))
        {
            session.Run(GiveUp, session.Now, NoLonger, id);
            session.Run(WantsNothing, id);
        }

        return true;
    }, cancel);

    public Task<IReadOnlyList<WebhookMessage>> DueAsync(Uri endpoint, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<WebhookMessage>>(session => session.Query(
            WebhookRows.Due, WebhookRows.Map, endpoint.AbsoluteUri, session.Now, limit), cancel);

    public Task EndAsync(WebhookMessage message, WebhookEnd end, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        long? next = end is WebhookEnd.Again again ? session.Now + (long)again.In.TotalMilliseconds : null;
        return session.Run(
            End, next, next is null ? session.Now : SqlValue.Null, end is WebhookEnd.Delivered ? 1 : 0, end.Said, message.Number);
    }, cancel);

    public Task DisableAsync(Uri endpoint, string why, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        if (session.NumberOrNull("select id from webhook_endpoints where url = @url", endpoint.AbsoluteUri) is not { } id) return false;
        session.Run("update webhook_endpoints set disabled_why = @why where id = @id", why, id);
        session.Run(GiveUp, session.Now, why, id);
        return true;
    }, cancel);

    public Task<int> SweepAsync(TimeSpan delivered, TimeSpan givenUp, CancellationToken cancel) => engine.WriteAsync(session =>
        session.Run("delete from webhook_outbox where ended_at < @delivered and (delivered = 1 or ended_at < @given_up)",
            session.Now - (long)delivered.TotalMilliseconds, session.Now - (long)givenUp.TotalMilliseconds), cancel);

    private static int Wants(WebhookEndpoint endpoint, WebhookEvents wanted) => endpoint.Events.HasFlag(wanted) ? 1 : 0;
}
