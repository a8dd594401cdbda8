using ActorMail.Engine;

namespace ActorMail.Posts;

/// <summary>Posts in two tables: what changes while it is sent, and what its author wrote.</summary>
internal sealed class SqlPostStore(ISqlEngine engine) : IPostStore, IPostAgenda
{
    private const string Insert = """
        insert into posts (id, idempotency_key, request_hash, list, revision, version, status, paused_because,
            created_at, publish_at, published_at, finished_at, totals, priority, canary, released, watched_until, audience_upto)
        values (@id, @key, @hash, @list, @revision, @version, @status, @paused_because,
            @created_at, @publish_at, @published_at, @finished_at, @totals, @priority, @canary, @released, @watched_until,
            case when @status = 'sending' then (select last from membership_sequence) end)
        """;

    private const string Replace = """
        update posts set revision = @revision, version = @version, status = @status, paused_because = @paused_because,
            publish_at = @publish_at, published_at = @published_at, finished_at = @finished_at, totals = @totals,
            released = @released, watched_until = @watched_until,
            audience_upto = case when audience_upto is null and @status = 'sending'
                then (select last from membership_sequence) else audience_upto end
        where id = @id and version = @version - 1
        """;

    private const string PutContent = """
        insert into contents (post, revision, subject, markdown, html, text, url)
        values (@post, @revision, @subject, @markdown, @html, @text, @url)
        on conflict (post) do update set revision = excluded.revision, subject = excluded.subject,
            markdown = excluded.markdown, html = excluded.html, text = excluded.text, url = excluded.url
        where contents.revision <> excluded.revision
        """;

    private const string Unfinished = """
        select id from posts where status = 'sending' or (status = 'scheduled' and publish_at <= @now)
            or (status = 'cancelled' and totals is null)
        order by id
        """;

    public Task<PostInserted> InsertAsync(Post post, CancellationToken cancel) =>
        engine.WriteAsync(session => InsertInto(session, post), cancel);

    public Task<Post?> ReadAsync(PostId id, CancellationToken cancel) =>
        engine.ReadAsync(session => PostRows.Read(session, id), cancel);

    public Task<Post?> FindAsync(string idempotencyKey, CancellationToken cancel) => engine.ReadAsync(
        session => session.First(
            $"{PostRows.Select} where p.idempotency_key = @key", PostRows.Map, idempotencyKey), cancel);

    public Task<Post?> ReplaceAsync(Post next, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var replaced = session.Run(Replace, next.Revision, next.Version, next.Status.Stored(), next.PausedBecause,
            next.PublishAt.Stored(), next.PublishedAt.Stored(), next.FinishedAt.Stored(),
            StoredJson.Totals(next.Totals), next.Released, next.WatchedUntil.Stored(), next.Id.Value);
        if (replaced == 0) return null;
        WriteContent(session, next);
        return PostRows.Read(session, next.Id);
    }, cancel);

    public Task<IReadOnlyList<Post>> ListAsync(PostId? before, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<Post>>(session => session.Query(
            $"{PostRows.SelectHead} where p.id < @before order by p.id desc limit @limit",
            PostRows.MapHead, before?.Value ?? long.MaxValue, limit), cancel);

    public Task<IReadOnlyList<PostId>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<PostId>>(
            session => session.Query(Unfinished, row => new PostId(row.Long(0)), now.Stored()), cancel);

    private static PostInserted InsertInto(SqlSession session, Post post)
    {
        // The id is asked for too: the same post comes again when the answer to its first insert was lost.
        var earlier = session.First(
            "select id, request_hash from posts where idempotency_key = @key or id = @id order by id = @id limit 1",
            row => (Id: new PostId(row.Long(0)), Hash: row.Text(1)), post.IdempotencyKey, post.Id.Value);
        if (earlier.Hash is not null)
        {
            return earlier.Hash == post.RequestHash
                ? new PostInserted.Repeated(PostRows.Read(session, earlier.Id)!)
                : new PostInserted.KeyTaken(earlier.Id);
        }

        if (session.NumberOrNull("select id from lists where name = @name", post.List) is not { } list)
            return new PostInserted.UnknownList(post.List);
        session.Run(Insert, post.Id.Value, post.IdempotencyKey, post.RequestHash, list, post.Revision, post.Version,
            post.Status.Stored(), post.PausedBecause, post.CreatedAt.Stored(), post.PublishAt.Stored(),
            post.PublishedAt.Stored(), post.FinishedAt.Stored(), StoredJson.Totals(post.Totals), (int)post.Priority,
            StoredJson.Canary(post.Canary), post.Released, post.WatchedUntil.Stored());
        WriteContent(session, post);
        return new PostInserted.Stored(PostRows.Read(session, post.Id)!);
    }

    private static void WriteContent(SqlSession session, Post post)
    {
        var content = post.Content;
        session.Run(PutContent, post.Id.Value, post.Revision, content.Subject, content.Markdown, content.Html,
            content.Text, content.Url);
    }
}
