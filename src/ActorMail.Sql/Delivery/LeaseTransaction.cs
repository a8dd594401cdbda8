using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>One lease: a slice left by its holder, else the next cut of the audience, else deliveries that are due again.</summary>
internal sealed class LeaseTransaction(SqlSession session, PostId post, Incarnation holder, LeaseTerms terms)
{
    /// <summary>
    /// A slice whose lease ran out is left by its holder, unless the holder is the caller with messages on the wire: it was
    /// frozen or could not renew, and those messages are not in doubt.
    /// </summary>
    private string TakeOver => $"""
        update slices set holder = @holder, epoch = epoch + 1, until = @until, leased_at = @now
        where post = @post and no = (
            select no from slices where post = @post and state = 'open' and (holder is null or until <= @now)
                and (holder is distinct from @holder or not exists (
                    select 1 from intents i where i.holder = @holder and i.post = slices.post and i.slice = slices.no))
            order by no limit 1 {session.Texts.SkipLocked})
        returning no, kind, epoch, first, last
        """;

    private const string Reader = "s.id, s.address, s.name, s.attributes, s.token_epoch";

    private const string Members = $"""
        select {Reader}, 0, null, m.id, 0, 0
        from memberships m join subscribers s on s.id = m.subscriber
        where m.list = @list and m.id > @cursor and m.id <= @upto and (m.ended is null or m.ended > @upto)
        order by m.id limit @size
        """;

    private const string Undecided = $"""
        select {Reader}, 0, null, m.id, 0, 0
        from memberships m join subscribers s on s.id = m.subscriber
        left join deliveries d on d.post = @post and d.subscriber = m.subscriber
        where m.list = @list and m.id between @first and @last and (m.ended is null or m.ended > @upto) and d.post is null
        order by m.id
        """;

    private const string Claimed = $"""
        select {Reader}, d.attempts, d.first_at, 0, (
            select count(*) from uncounted_attempts u where u.post = d.post and u.subscriber = d.subscriber), (
            select count(*) from attempts a where a.post = d.post and a.subscriber = d.subscriber and a.outcome = 4)
        from deliveries d join subscribers s on s.id = d.subscriber
        where d.post = @post and d.subscriber in (select subscriber from deliveries where post = @post and claim = @no)
        order by d.subscriber
        """;

    private const string Claim = """
        update deliveries set claim = @no, next_attempt = null
        where post = @post and subscriber in (
            select subscriber from deliveries where post = @post and next_attempt <= @now
            order by next_attempt limit @size)
        """;

    /// <summary>How many readers a canary leaves to be cut; null for all of them.</summary>
    private const string Room = """
        select p.released - (select coalesce(sum(s.audience), 0) from slices s where s.post = p.id and s.kind = 'first')
        from posts p where p.id = @post and p.released is not null
        """;

    private readonly Books _books = new(session);

    private sealed record PostRow(long List, long Upto, long Cursor);

    /// <summary>A run is ended before or after a lease of it, never amid.</summary>
    private string Lives => $"select 1 from incarnations where id = @me and ended_at is null {session.Texts.ForUpdate}";

    private const string Sending = "select list, audience_upto, cursor from posts where id = @post and status = 'sending'";

    /// <summary>Null when there is nothing to lease now.</summary>
    public LeasedRows? Run()
    {
        if (session.NumberOrNull(Lives, holder.Value) is null) throw new RunEndedException(holder);
        var leased = Read(Sending) is { } row ? Left(row) ?? New() : null;
        _books.Save();
        return leased;
    }

    /// <summary>A new slice is numbered on the post's row, so only this waits for others who cut the same post.</summary>
    private LeasedRows? New() => Read($"{Sending} {session.Texts.ForUpdate}") is { } row ? Next(row) ?? Due() : null;

    private PostRow? Read(string sending) =>
        session.First(sending, row => new PostRow(row.Long(0), row.Long(1), row.Long(2)), post.Value);

    private LeasedRows? Left(PostRow row)
    {
        var slice = session.First(TakeOver, row => (
                Lease: new SliceLease(new SliceKey(post, row.Int(0)), row.Int(2)), Kind: row.Text(1),
                First: row.Long(3), Last: row.Long(4)),
            holder.Value, session.Now + (long)terms.For.TotalMilliseconds, session.Now, post.Value);
        if (slice.Kind is null) return null;
        new OpenIntents(session, _books).MakeUncertain(slice.Lease.Key, slice.Lease.Epoch - 1, terms.OnUncertain);
        return slice.Kind == "first"
            ? Hand(slice.Lease, SliceKind.First, session.Query(
                Undecided, RecipientRow.Map, post.Value, row.List, slice.First, slice.Last, row.Upto))
            : Hand(slice.Lease, SliceKind.Retry, session.Query(Claimed, RecipientRow.Map, post.Value, slice.Lease.Key.No));
    }

    private LeasedRows? Next(PostRow row)
    {
        if (row.Cursor >= row.Upto) return null;
        // One more than wanted is read, to know whether this is the last cut.
        var size = Math.Min(terms.Size, session.NumberOrNull(Room, post.Value) ?? terms.Size);
        if (size <= 0) return null;
        var members = session.Query(Members, RecipientRow.Map, row.List, row.Cursor, row.Upto, size + 1);
        var more = members.Count > size;
        if (more) members.RemoveAt((int)size);
        var cursor = more ? members[^1].Membership : row.Upto;
        if (members.Count == 0)
        {
            session.Run("update posts set cursor = @cursor where id = @post", cursor, post.Value);
            return null;
        }

        var no = Number(cursor);
        Insert(no, "first", members[0].Membership, members[^1].Membership, members.Count);
        return Hand(new SliceLease(new SliceKey(post, no), 1), SliceKind.First, members);
    }

    private LeasedRows? Due()
    {
        if (session.NumberOrNull(
            "select 1 from deliveries where post = @post and next_attempt <= @now limit 1", post.Value, session.Now) is null)
            return null;
        var no = Number(null);
        Insert(no, "retry", 0, 0, 0);
        session.Run(Claim, no, post.Value, session.Now, terms.Size);
        return Hand(new SliceLease(new SliceKey(post, no), 1), SliceKind.Retry,
            session.Query(Claimed, RecipientRow.Map, post.Value, no));
    }

    private int Number(long? cursor) => (int)session.Number("""
        update posts set slices = slices + 1, cursor = coalesce(@cursor, cursor) where id = @post returning slices
        """, cursor, post.Value);

    private void Insert(int no, string kind, long first, long last, int audience) => session.Run("""
        insert into slices (post, no, kind, first, last, audience, holder, epoch, until, leased_at, state)
        values (@post, @no, @kind, @first, @last, @audience, @holder, 1, @until, @now, 'open')
        """, post.Value, no, kind, first, last, audience, holder.Value,
        session.Now + (long)terms.For.TotalMilliseconds, session.Now);

    /// <summary>Erased readers cannot be mailed: they are decided here, so that the books balance.</summary>
    private LeasedRows Hand(SliceLease lease, SliceKind kind, List<RecipientRow> rows)
    {
        foreach (var erased in rows.Where(row => row.Address is null))
            _books.Write(Decision.Skip(lease.Key, erased.Subscriber, erased.Attempts, session.Now, SkipReason.Erased, null));
        rows.RemoveAll(row => row.Address is null);
        return new LeasedRows(lease, kind, rows);
    }
}
