using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Digests;

/// <summary>How a digest reads from its rows.</summary>
internal static class DigestRows
{
    public const string Select = """
        select d.id, d.name, l.name, s.name, d.cron, d.zone, d.subject, d.intro, d.created_at, d.next_at
        from digests d join lists l on l.id = d.list join lists s on s.id = d.source
        """;

    public static Digest Map(Row row) => new()
    {
        Id = new DigestId(row.Long(0)),
        Name = row.Text(1),
        List = row.Text(2),
        From = row.Text(3),
        Cron = row.Text(4),
        Zone = row.Text(5),
        Subject = row.Text(6),
        Intro = row.TextOrNull(7),
        CreatedAt = row.Time(8),
        NextAt = row.Time(9),
    };

    public static DigestView View(SqlSession session, Digest digest) => new(digest, session.First(
        "select due_at, post, fault from digest_issues where digest = @digest order by due_at desc limit 1",
        row => new DigestIssue(row.Time(0), row.LongOrNull(1) is { } post ? new PostId(post) : null, row.TextOrNull(2)),
        digest.Id.Value));
}
