using ActorMail.Engine;
using ActorMail.Subscribers;

namespace ActorMail.Posts;

/// <summary>How a post reads from its rows.</summary>
internal static class PostRows
{
    public const string Select = $"{Head}, c.markdown, c.html, c.text, c.url {From}";

    /// <summary>For <see cref="MapHead"/>.</summary>
    public const string SelectHead = $"{Head} {From}";

    private const string Head = """
        select p.id, p.idempotency_key, p.request_hash, l.name, p.list, p.revision, p.version, p.status, p.paused_because,
            p.created_at, p.publish_at, p.published_at, p.finished_at, p.audience_upto, p.totals,
            p.priority, p.canary, p.released, p.watched_until, c.subject
        """;

    private const string From = "from posts p join lists l on l.id = p.list join contents c on c.post = p.id";

    public static Post? Read(SqlSession session, PostId id) =>
        session.First($"{Select} where p.id = @id", Map, id.Value);

    public static Post Map(Row row)
    {
        var head = MapHead(row);
        return head with
        {
            Content = new PostContent(
                head.Content.Subject, row.TextOrNull(20), row.TextOrNull(21), row.TextOrNull(22), row.TextOrNull(23)),
        };
    }

    /// <summary>Of the content only the subject.</summary>
    public static Post MapHead(Row row) => new()
    {
        Id = new PostId(row.Long(0)),
        IdempotencyKey = row.TextOrNull(1),
        RequestHash = row.Text(2),
        List = row.Text(3),
        ListId = new ListId(row.Long(4)),
        Revision = row.Int(5),
        Version = row.Long(6),
        Status = Enum.Parse<PostStatus>(row.Text(7), ignoreCase: true),
        PausedBecause = row.TextOrNull(8),
        CreatedAt = row.Time(9),
        PublishAt = row.TimeOrNull(10),
        PublishedAt = row.TimeOrNull(11),
        FinishedAt = row.TimeOrNull(12),
        AudienceUpto = row.LongOrNull(13),
        Totals = StoredJson.Totals(row.TextOrNull(14)),
        Priority = (PostPriority)row.Int(15),
        Canary = StoredJson.Canary(row.TextOrNull(16)),
        Released = row.LongOrNull(17),
        WatchedUntil = row.TimeOrNull(18),
        Content = new PostContent(row.Text(19)),
    };

    public static string Stored(this PostStatus status) => status switch
    {
        PostStatus.Draft => "draft",
        PostStatus.Scheduled => "scheduled",
        PostStatus.Sending => "sending",
        PostStatus.Paused => "paused",
        PostStatus.Sent => "sent",
        PostStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
