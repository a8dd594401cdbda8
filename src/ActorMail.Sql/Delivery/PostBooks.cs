using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>What reading or closing a post's books needs of its row.</summary>
/// <param name="Compacted">Accepted deliveries that are kept as this number only.</param>
internal sealed record PostBooks(long Post, string Status, long List, long? Upto, long Cursor, long Compacted)
{
    private const string Uncut = """
        select count(*) from memberships
        where list = @list and id > @cursor and id <= @upto and (ended is null or ended > @upto)
        """;

    /// <summary>True when every reader of the audience lies in a slice.</summary>
    public bool Cut => Upto is { } upto && Cursor >= upto;

    public bool Cancelled => Status == "cancelled";

    public static PostBooks Read(SqlSession session, PostId post) => session.First(
        "select id, status, list, audience_upto, cursor, compacted from posts where id = @post",
        row => new PostBooks(row.Long(0), row.Text(1), row.Long(2), row.LongOrNull(3), row.Long(4), row.Long(5)), post.Value)
        ?? throw new KeyNotFoundException($"There is no post {post}.");

    /// <summary>The members the slices counted when they were cut.</summary>
    public long CutAudience(SqlSession session) =>
        session.NumberOrNull("select sum(audience) from slices where post = @post", Post) ?? 0;

    /// <summary>The readers after the last cut; before publishing those who would be the audience now.</summary>
    public long UncutAudience(SqlSession session) => Upto is { } upto
        ? session.Number(Uncut, List, Cursor, upto)
        : session.Number("select count(*) from memberships where list = @list and ended is null", List);
}
