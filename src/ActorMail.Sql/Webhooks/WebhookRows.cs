using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Webhooks;

/// <summary>
/// How a message reads from its rows. It is put together when it is sent: a reader who was erased meanwhile is not named any more.
/// </summary>
internal static class WebhookRows
{
    public const string Due = """
        select o.id, o.message, o.event, o.at, o.attempts, o.post, c.subject, p.status, p.published_at, p.finished_at, o.detail,
            s.address, l.name, d.code, d.enhanced, d.reply
        from webhook_endpoints e join webhook_outbox o on o.endpoint = e.id
        left join posts p on p.id = o.post left join contents c on c.post = o.post
        left join lists l on l.id = coalesce(o.list, p.list)
        left join subscribers s on s.id = o.subscriber
        left join deliveries d on d.post = o.post and d.subscriber = o.subscriber and d.outcome = 2
        where e.url = @url and o.next_at <= @now and e.disabled_why is null
        order by o.next_at, o.id limit @limit
        """;

    public static WebhookMessage Map(Row row)
    {
        var named = row.Text(2);
        return new WebhookMessage(row.Long(0), row.Text(1), named, row.Time(3), row.Int(4))
        {
            Post = row.LongOrNull(5) is { } post ? new PostId(post) : null,
            Subject = row.TextOrNull(6),
            Status = row.TextOrNull(7) is { } status ? Enum.Parse<PostStatus>(status, ignoreCase: true) : null,
            PublishedAt = row.TimeOrNull(8),
            FinishedAt = row.TimeOrNull(9),
            Totals = named == WebhookEventNames.PostFinished ? StoredJson.Totals(row.TextOrNull(10)) : null,
            Because = named == WebhookEventNames.PostPaused ? row.TextOrNull(10) : null,
            Email = row.TextOrNull(11),
            List = row.TextOrNull(12),
            Reply = StoredReply.Read(row, 13),
        };
    }
}
