using ActorMail.Engine;

namespace ActorMail.Digests;

/// <summary>Digests by name.</summary>
internal sealed class SqlDigestStore(ISqlEngine engine) : IDigestStore
{
    private const string Put = """
        insert into digests (name, list, source, cron, zone, subject, intro, created_at, next_at)
        values (@name, @list, @source, @cron, @zone, @subject, @intro, @created_at, @next_at)
        on conflict (name) do update set list = excluded.list, source = excluded.source, cron = excluded.cron,
            zone = excluded.zone, subject = excluded.subject, intro = excluded.intro, next_at = excluded.next_at,
            created_at = case when digests.source = excluded.source then digests.created_at else excluded.created_at end
        """;

    public Task<DigestStored> PutAsync(Digest digest, CancellationToken cancel) => engine.WriteAsync<DigestStored>(session =>
    {
        if (List(session, digest.List) is not { } list) return new DigestStored.UnknownList(digest.List);
        if (List(session, digest.From) is not { } source) return new DigestStored.UnknownList(digest.From);
        session.Run(Put, digest.Name, list, source, digest.Cron, digest.Zone, digest.Subject, digest.Intro,
            digest.CreatedAt.Stored(), digest.NextAt.Stored());
        var stored = session.First($"{DigestRows.Select} where d.name = @name", DigestRows.Map, digest.Name)!;
        return new DigestStored.Done(DigestRows.View(session, stored));
    }, cancel);

    public Task<IReadOnlyList<DigestView>> ListAsync(CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<DigestView>>(session =>
    [
        .. session.Query($"{DigestRows.Select} order by d.name", DigestRows.Map).Select(digest => DigestRows.View(session, digest)),
    ], cancel);

    public Task<bool> RemoveAsync(string name, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        if (session.NumberOrNull("select id from digests where name = @name", name) is not { } digest) return false;
        session.Run("delete from digest_issues where digest = @digest and post is null", digest);
        session.Run("delete from digest_posts where digest = @digest", digest);
        session.Run("delete from digests where id = @digest", digest);
        return true;
    }, cancel);

    private static long? List(SqlSession session, string name) =>
        session.NumberOrNull("select id from lists where name = @name", name);
}
