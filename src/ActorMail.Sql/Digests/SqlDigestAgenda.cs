using System.Globalization;
using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Digests;

/// <summary>Opens issues and closes them; the digest's own row says whose turn it is.</summary>
internal sealed class SqlDigestAgenda(ISqlEngine engine) : IDigestAgenda
{
    /// <summary>Whoever changes the row has the due time; everybody else finds it changed.</summary>
    private const string MoveOn = "update digests set next_at = @next where id = @digest and next_at = @due";

    /// <summary>What an earlier issue holds is not collected again, and no issue of any digest is.</summary>
    private const string Collect = """
        insert into digest_posts (digest, post, issue)
        select d.id, p.id, @issue from digests d join posts p on p.list = d.source
        where d.id = @digest and p.published_at >= d.created_at and p.status <> 'cancelled'
            and not exists (select 1 from digest_posts had where had.digest = d.id and had.post = p.id)
            and not exists (select 1 from digest_issues i where i.key = p.idempotency_key)
        order by p.published_at, p.id limit @most
        """;

    private const string Collected = $"""
        {PostRows.Select} join digest_posts had on had.post = p.id
        where had.digest = @digest and had.issue = @issue order by p.published_at, p.id
        """;

    public Task<IReadOnlyList<Digest>> DueAsync(DateTimeOffset now, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<Digest>>(
            session => session.Query($"{DigestRows.Select} where d.next_at <= @now", DigestRows.Map, now.Stored()), cancel);

    public Task OpenAsync(Digest due, DateTimeOffset next, int most, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        if (session.Run(MoveOn, next.Stored(), due.Id.Value, due.NextAt.Stored()) == 0) return false;
        var key = string.Create(CultureInfo.InvariantCulture, $"digest:{due.Id.Value}:{due.NextAt.Stored()}");
        if (session.Run(Collect, key, due.Id.Value, most) == 0) return false;
        session.Run("insert into digest_issues (key, digest, due_at) values (@key, @digest, @due_at)",
            key, due.Id.Value, due.NextAt.Stored());
        return true;
    }, cancel);

    public Task<IReadOnlyList<OpenIssue>> ListOpenAsync(CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<OpenIssue>>(session =>
        {
            var open = session.Query(
                "select key, digest from digest_issues where post is null and fault is null and due_at <= @now order by due_at",
                row => (Key: row.Text(0), Digest: row.Long(1)), session.Now);
            return
            [
                .. open.Select(issue => new OpenIssue(
                    issue.Key,
                    session.First($"{DigestRows.Select} where d.id = @id", DigestRows.Map, issue.Digest)!,
                    session.Query(Collected, PostRows.Map, issue.Digest, issue.Key))),
            ];
        }, cancel);

    public Task CloseAsync(string key, PostId? post, string? fault, CancellationToken cancel) => engine.WriteAsync(
        session => session.Run(
            "update digest_issues set post = @post, fault = @fault where key = @key", post?.Value, fault, key), cancel);
}
