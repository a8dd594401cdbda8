using ActorMail.Delivery;
using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>What lies in the tables, in the specification's words.</summary>
internal sealed record Picture(
    SortedSet<string> Lines, IReadOnlySet<SpecIntent> Intents, IReadOnlySet<(long Post, long Reader)> Waiting)
{
    public static readonly Picture Blank = new([], new HashSet<SpecIntent>(), new HashSet<(long, long)>());

    private const string Posts = """
        select p.id, p.status, p.revision, p.audience_upto <= p.cursor,
            (select coalesce(sum(audience), 0) from slices s where s.post = p.id)
        from posts p
        """;

    private const string Slices = "select post, no, kind, audience, holder, epoch, until > @now, state = 'done' from slices";

    private const string Open = "select holder, mailer, post, slice, epoch, subscriber, attempt from intents";

    private const string Deliveries = """
        select post, subscriber, outcome, attempts, next_attempt is not null, coalesce(next_attempt <= @now, false), claim
        from deliveries
        """;

    private const string Late = "select post, subscriber, attempt from attempts where note = 'late'";

    public static Task<Picture> TakeAsync(ISqlEngine engine) => engine.ReadAsync(Take, CancellationToken.None);

    private static Picture Take(SqlSession session)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        lines.UnionWith(session.Query(Posts, row => SpecLines.Post(
            row.Long(0), Enum.Parse<PostStatus>(row.Text(1), ignoreCase: true), row.Int(2), row.Flag(3), row.Int(4))));
        lines.UnionWith(session.Query(Slices, row => SpecLines.Slice(
            row.Long(0), row.Int(1), Enum.Parse<SliceKind>(row.Text(2), ignoreCase: true), row.Int(3), row.LongOrNull(4),
            row.Int(5), row.LongOrNull(4) is not null && row.Flag(6), row.Flag(7)), session.Now));
        lines.UnionWith(session.Query(Late, row => SpecLines.Late(row.Long(0), row.Long(1), row.Int(2))));
        var intents = session.Query(Open, row => new SpecIntent(
            row.Long(0), row.Int(1), new SliceLease(new SliceKey(new PostId(row.Long(2)), row.Int(3)), row.Int(4)),
            row.Long(5), row.Int(6)));
        lines.UnionWith(intents.Select(intent => intent.ToString()));
        var deliveries = session.Query(Deliveries, row => (
            Key: (Post: row.Long(0), Reader: row.Long(1)), Waits: row.Flag(4), Line: SpecLines.Delivery(
                row.Long(0), row.Long(1), (OutcomeName)row.Int(2), row.Int(3), row.Flag(4), row.Flag(5), row.IntOrNull(6))),
            session.Now);
        lines.UnionWith(deliveries.Select(delivery => delivery.Line));
        // At most one open message per holder and mailer, and per post and reader (promise P2), by whatever means.
        Assert.Equal(intents.Count, intents.DistinctBy(intent => (intent.Holder, intent.Mailer)).Count());
        Assert.Equal(intents.Count, intents.DistinctBy(intent => (intent.Slice.Key.Post, intent.Reader)).Count());
        return new Picture(lines, intents.ToHashSet(), deliveries.Where(it => it.Waits).Select(it => it.Key).ToHashSet());
    }
}
