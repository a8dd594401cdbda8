using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>The arbiter: each method is one transaction.</summary>
internal sealed class SqlDeliveryLedger(ISqlEngine engine, IRounds rounds) : IDeliveryLedger
{
    private const string Work = """
        select p.id from posts p
        where p.status = 'sending' and (cast(@post as bigint) is null or p.id = @post) and (
            (p.cursor < p.audience_upto and (p.released is null or p.released > (
                select coalesce(sum(c.audience), 0) from slices c where c.post = p.id and c.kind = 'first')))
            or exists (select 1 from slices s
                where s.post = p.id and s.state = 'open' and (s.holder is null or s.until <= @now))
            or exists (select 1 from deliveries d where d.post = p.id and d.next_attempt <= @now))
        order by p.priority desc, p.id
        """;

    private const string Free = """
        update slices set holder = null, until = 0
        where post = @post and no = @no and holder = @holder and epoch = @epoch and state = 'open'
        """;

    /// <summary>Whoever ends two runs against each other takes the rows in the same order.</summary>
    private const string RunsOf = "select node, ended_at from incarnations where node = @node or node = @by order by id";

    private const string EndRuns = """
        update incarnations set ended_at = @now where node = @node and ended_at is null returning id
        """;

    private const string HeldBy = """
        select post, no, epoch from slices where state = 'open' and holder = @holder order by post, no
        """;

    public Task<Incarnation> EnterAsync(string node, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var id = session.Number(
            "insert into incarnations (node, entered_at) values (@node, @now) returning id", node, session.Now);
        // Their intents wait for their slice to be leased again.
        session.Run(session.Texts.EndEarlierLeases, id);
        return new Incarnation(id);
    }, cancel);

    public Task<IReadOnlyList<PostId>> PostsWithWorkAsync(CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<PostId>>(session => WithWork(session, null), cancel);

    public async Task<LeasedSlice?> LeaseAsync(PostId post, Incarnation holder, LeaseTerms terms, CancellationToken cancel)
    {
        // An idle poll takes no turn among the writers.
        var any = await engine.ReadAsync(session => WithWork(session, post.Value).Count > 0, cancel).ConfigureAwait(false);
        if (!any) return null;
        var slice = await engine
            .WriteAsync(session => new LeaseTransaction(session, post, holder, terms).Run(), cancel).ConfigureAwait(false);
        return slice?.ToLeased();
    }

    public Task<RoundResult> CommitAsync(Round round, CancellationToken cancel) =>
        rounds.CommitAsync(round, cancel);

    public Task ReleaseAsync(
        Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain, CancellationToken cancel) =>
        engine.WriteAsync(session => GiveBack(session, holder, slices, onUncertain), cancel);

    public Task<int> EndLeasesOfAsync(string node, string by, OnUncertain onUncertain, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var known = session.Query($"{RunsOf} {session.Texts.ForUpdate}", row => (Node: row.Text(0), Ended: row.LongOrNull(1)), node, by);
        if (known.FindLast(run => run.Node == by).Ended is not null) return 0;
        var runs = session.Query(EndRuns, row => new Incarnation(row.Long(0)), session.Now, node);
        return runs.Sum(run => GiveBack(session, run, session.Query(HeldBy, row => new SliceLease(
            new SliceKey(new PostId(row.Long(0)), row.Int(1)), row.Int(2)), run.Value), onUncertain));
    }, cancel);

    /// <summary>Gives the number of slices that were the holder's to give.</summary>
    private static int GiveBack(
        SqlSession session, Incarnation holder, IReadOnlyList<SliceLease> slices, OnUncertain onUncertain)
    {
        var given = 0;
        var books = new Books(session);
        var intents = new OpenIntents(session, books);
        foreach (var slice in slices)
        {
            var released = session.Run(Free, slice.Key.Post.Value, slice.Key.No, holder.Value, slice.Epoch);
            if (released > 0) intents.MakeUncertain(slice.Key, slice.Epoch, onUncertain);
            given += released;
        }

        books.Save();
        return given;
    }

    private static List<PostId> WithWork(SqlSession session, long? post) =>
        session.Query(Work, row => new PostId(row.Long(0)), post, session.Now);
}
