using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>
/// Closes a post's books. The counting is done beside the writers; what has to be written for a cancelled post is written in
/// small parts, each of which may be repeated.
/// </summary>
internal sealed class PostClosing(ISqlEngine engine, PostId post)
{
    private const int AtOnce = 500;

    /// <summary>In one pass: grouping a million rows would sort them first, in memory.</summary>
    private const string Outcomes = """
        select count(*) filter (where outcome = 0), count(*) filter (where outcome = 1), count(*) filter (where outcome = 2),
            count(*) filter (where outcome = 3), count(*) filter (where outcome = 4), count(*) filter (where outcome = 5)
        from deliveries where post = @post
        """;

    private const string Unreached = """
        select count(*) from memberships m
        left join deliveries d on d.post = @post and d.subscriber = m.subscriber
        where m.list = @list and m.id between @first and @last and (m.ended is null or m.ended > @upto) and d.post is null
            and not exists (select 1 from intents i where i.post = @post and i.subscriber = m.subscriber)
        """;

    private const string Waiting = """
        select subscriber, outcome from deliveries
        where post = @post and subscriber in (
            select subscriber from deliveries where post = @post and next_attempt is not null limit @size)
        """;

    private const string Claimed = """
        select subscriber, outcome from deliveries
        where post = @post and subscriber in (
            select d.subscriber from deliveries d where d.post = @post and d.claim is not null
                and not exists (select 1 from intents i where i.post = d.post and i.subscriber = d.subscriber)
            limit @size)
        """;

    private const string Close = """
        update slices set state = 'done', holder = null, until = 0, cancelled = cancelled + @cancelled
        where post = @post and no = @no and state = 'open'
        """;

    private const string WithIntents = """
        select no from slices where post = @post and no in (select slice from intents where post = @post) order by no
        """;

    private sealed record OpenSlice(int No, string Kind, long First, long Last);

    public async Task<PostTotals> RunAsync(CancellationToken cancel)
    {
        var books = await engine.ReadAsync(session => PostBooks.Read(session, post), cancel).ConfigureAwait(false);
        if (books.Cancelled)
        {
            await engine.WriteAsync(EndOrphans, cancel).ConfigureAwait(false);
            await CutRemainderAsync(books, cancel).ConfigureAwait(false);
            await CancelAsync(Waiting, cancel).ConfigureAwait(false);
            await CancelAsync(Claimed, cancel).ConfigureAwait(false);
            await CloseSlicesAsync(books, cancel).ConfigureAwait(false);
        }

        return await engine.ReadAsync(Count, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Intents nobody holds any more: their messages are in doubt for good. The slices are locked before the intents are read, in
    /// the order rounds take them, so that a round under way is waited for and keeps its outcomes.
    /// </summary>
    private bool EndOrphans(SqlSession session)
    {
        session.Query($"{WithIntents} {session.Texts.ForUpdate}", row => row.Int(0), post.Value);
        var books = new Books(session);
        var intents = new OpenIntents(session, books);
        var orphaned = session.Query("""
            select distinct i.slice, i.epoch from intents i left join slices s on s.post = i.post and s.no = i.slice
                and s.holder = i.holder and s.epoch = i.epoch and s.until > @now
            where i.post = @post and s.no is null
            """, row => (No: row.Int(0), Epoch: row.Int(1)), session.Now, post.Value);
        foreach (var (no, epoch) in orphaned) intents.MakeUncertain(new SliceKey(post, no), epoch, OnUncertain.Skip);
        books.Save();
        return true;
    }

    private async Task CutRemainderAsync(PostBooks books, CancellationToken cancel)
    {
        if (books.Upto is not { } upto || books.Cut) return;
        var rest = await engine.ReadAsync(books.UncutAudience, cancel).ConfigureAwait(false);
        await engine.WriteAsync(session =>
        {
            var no = session.NumberOrNull("""
                update posts set cursor = @upto, slices = slices + 1
                where id = @post and status = 'cancelled' and cursor = @cursor returning slices
                """, upto, post.Value, books.Cursor);
            return no is null ? 0 : session.Run("""
                insert into slices (post, no, kind, first, last, audience, epoch, until, state, cancelled)
                values (@post, @no, 'first', @first, @last, @audience, 0, 0, 'done', @audience)
                """, post.Value, no, books.Cursor + 1, upto, rest);
        }, cancel).ConfigureAwait(false);
    }

    /// <summary>What waits for another attempt gets none: a "later" ends as cancelled, any other outcome stays what it was.</summary>
    private async Task CancelAsync(string which, CancellationToken cancel)
    {
        int cancelled;
        do cancelled = await engine.WriteAsync(session => CancelSome(session, which), cancel).ConfigureAwait(false);
        while (cancelled == AtOnce);
    }

    private int CancelSome(SqlSession session, string which)
    {
        var tallies = new Tallies(session);
        var waiting = session.Query(
            which, row => (Subscriber: row.Long(0), Outcome: (OutcomeName)row.Int(1)), post.Value, AtOnce);
        foreach (var (subscriber, outcome) in waiting)
        {
            var next = outcome == OutcomeName.Deferred ? OutcomeName.Cancelled : outcome;
            session.Run("""
                update deliveries set outcome = @outcome, next_attempt = null, claim = null
                where post = @post and subscriber = @subscriber
                """, (int)next, post.Value, subscriber);
            // Only the sum over all slices counts, and slice 1 exists once there is a delivery.
            tallies.Move(new SliceKey(post, 1), outcome, next);
        }

        tallies.Save();
        return waiting.Count;
    }

    private async Task CloseSlicesAsync(PostBooks books, CancellationToken cancel)
    {
        var open = await engine.ReadAsync(session => session.Query(
            "select no, kind, first, last from slices where post = @post and state = 'open'",
            row => new OpenSlice(row.Int(0), row.Text(1), row.Long(2), row.Long(3)), post.Value), cancel).ConfigureAwait(false);
        foreach (var slice in open)
        {
            // A slice is small, and its count and its closing have to see the same deliveries.
            await engine.WriteAsync(session => CloseSlice(session, books, slice), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The slice is locked before its readers are counted, so that no round comes in between.</summary>
    private int CloseSlice(SqlSession session, PostBooks books, OpenSlice slice)
    {
        session.NumberOrNull(
            $"select no from slices where post = @post and no = @no {session.Texts.ForUpdate}", post.Value, slice.No);
        var unreached = slice.Kind == "first"
            ? session.Number(Unreached, post.Value, books.List, slice.First, slice.Last, books.Upto)
            : 0;
        return session.Run(Close, unreached, post.Value, slice.No);
    }

    /// <summary>Outcomes from the deliveries, the audience from the slices: two different writes (promise P3).</summary>
    private PostTotals Count(SqlSession session)
    {
        var books = PostBooks.Read(session, post);
        var counted = session.First(Outcomes, row => Enumerable.Range(0, 6).Select(row.Long).ToArray(), post.Value)!;
        var unreached = books is { Cancelled: true, Upto: { } upto }
            ? session.Number(Unreached, post.Value, books.List, 0L, upto, upto) - books.Compacted
            : 0;
        return new PostTotals(
            books.CutAudience(session), AudienceIsEstimate: books.Upto is not null && !books.Cut,
            Of(OutcomeName.Accepted) + books.Compacted, Of(OutcomeName.Deferred), Of(OutcomeName.Rejected), Of(OutcomeName.Skipped),
            Of(OutcomeName.Uncertain), Of(OutcomeName.Cancelled) + unreached);

        long Of(OutcomeName outcome) => counted[(int)outcome];
    }
}
