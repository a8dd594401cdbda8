using ActorMail.Engine;

namespace ActorMail.Webhooks;

/// <summary>The outbox as a person sees it.</summary>
internal sealed class SqlWebhookWatch(ISqlEngine engine) : IWebhookWatch
{
    private const string Endpoints = """
        select e.url, e.finished, e.paused, e.bounced, e.unsubscribed, e.confirmed, e.disabled_why,
            count(o.next_at), coalesce(sum(o.delivered), 0), count(o.ended_at) - coalesce(sum(o.delivered), 0), min(o.next_at),
            (select last.answer from webhook_outbox last where last.endpoint = e.id and last.answer is not null
                order by last.id desc limit 1)
        from webhook_endpoints e left join webhook_outbox o on o.endpoint = e.id
        group by e.id, e.url, e.finished, e.paused, e.bounced, e.unsubscribed, e.confirmed, e.disabled_why order by e.id
        """;

    private const string Messages = """
        select o.message, o.event, e.url, o.at, o.next_at, o.delivered, o.attempts, o.answer
        from webhook_outbox o join webhook_endpoints e on e.id = o.endpoint
        where cast(@state as int) is null or @state = case when o.next_at is not null then 0 when o.delivered = 1 then 1 else 2 end
        order by o.id desc limit @limit
        """;

    private const string MakeDue = """
        update webhook_outbox set next_at = @now, ended_at = null, attempts = 0 where endpoint = @endpoint and delivered = 0
        """;

    public Task<IReadOnlyList<EndpointState>> ListAsync(CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<EndpointState>>(session => session.Query(Endpoints, row => new EndpointState(
            row.Text(0), Events(row), row.Int(7), row.Int(8), row.Int(9), row.TextOrNull(6), row.TimeOrNull(10), row.TextOrNull(11))), cancel);

    public Task<IReadOnlyList<WebhookLine>> MessagesAsync(WebhookState? state, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<WebhookLine>>(session => session.Query(Messages, row => new WebhookLine(
            row.Text(0), row.Text(1), row.Text(2), row.Time(3), State(row), row.Int(6), row.TimeOrNull(4), row.TextOrNull(7)),
            (int?)state, limit), cancel);

    public Task<int?> RetryAsync(Uri endpoint, CancellationToken cancel) => engine.WriteAsync<int?>(session =>
    {
        if (session.NumberOrNull("select id from webhook_endpoints where url = @url", endpoint.AbsoluteUri) is not { } id) return null;
        session.Run("update webhook_endpoints set disabled_why = null where id = @id", id);
        return session.Run(MakeDue, session.Now, id);
    }, cancel);

    private static WebhookState State(Row row) => row.LongOrNull(4) is not null ? WebhookState.Pending
        : row.Int(5) == 1 ? WebhookState.Delivered : WebhookState.Failed;

    private static WebhookEvents Events(Row row)
    {
        WebhookEvents[] columns =
        [
            WebhookEvents.PostFinished, WebhookEvents.PostPaused, WebhookEvents.DeliveryBounced, WebhookEvents.SubscriberUnsubscribed,
            WebhookEvents.SubscriberConfirmed,
        ];
        return columns.Where((_, at) => row.Int(at + 1) == 1).Aggregate(WebhookEvents.None, (all, one) => all | one);
    }
}
