using ActorMail.Engine;
using ActorMail.Posts;

namespace ActorMail.Feeds;

/// <summary>Feeds: when they are due, what was seen in them, how they stand.</summary>
internal sealed class SqlFeedStore(ISqlEngine engine) : IFeedAgenda, IFeedMemory, IFeedWatch
{
    private const string Select = """
        select f.name, f.begun_at, f.horizon, f.etag, f.last_modified, f.polled_at, f.next_at, f.failures, f.fault, f.gone,
            (select count(distinct i.post) from feed_items i where i.feed = f.name and i.post is not null)
        from feeds f
        """;

    private const string PutItem = """
        insert into feed_items (feed, item, fate, post, seen_at) values (@feed, @item, @fate, @post, @now) on conflict do nothing
        """;

    public Task EnterAsync(IReadOnlyList<string> feeds, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        foreach (var feed in feeds)
            session.Run("insert into feeds (name, next_at) values (@name, @now) on conflict do nothing", feed, session.Now);
        return true;
    }, cancel);

    public Task<IReadOnlyList<string>> DueAsync(CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<string>>(session => session.Query(
            "select name from feeds where next_at <= @now and gone = 0 order by next_at", row => row.Text(0), session.Now), cancel);

    public Task<FeedState?> BeginAsync(string feed, TimeSpan unlessEndedFor, CancellationToken cancel) => engine.WriteAsync(session =>
        session.Run(
            "update feeds set next_at = @later, polled_at = @now where name = @name and next_at <= @now and gone = 0",
            session.Now + (long)unlessEndedFor.TotalMilliseconds, session.Now, feed) == 0
            ? null
            : session.First($"{Select} where f.name = @name", Map, feed), cancel);

    public Task EndAsync(string feed, FeedEnd end, CancellationToken cancel) => engine.WriteAsync(session => session.Run("""
        update feeds set etag = @etag, last_modified = @modified, next_at = @next, failures = @failures, fault = @fault, gone = @gone
        where name = @name
        """, end.Validators.ETag, end.Validators.LastModified, session.Now + (long)end.NextIn.TotalMilliseconds, end.Failures, end.Fault,
        end.Gone ? 1 : 0, feed), cancel);

    public Task FirstSightAsync(string feed, IReadOnlyList<FeedItem> items, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var first = session.Run(
            "update feeds set begun_at = @now, horizon = @horizon where name = @name and begun_at is null",
            session.Now, items.Min(item => item.At).Stored(), feed) > 0;
        foreach (var key in first ? items.SelectMany(item => item.Keys) : [])
            session.Run(PutItem, feed, key, (int)ItemFate.Backlog, SqlValue.Null, session.Now);
        return first;
    }, cancel);

    public Task<IReadOnlySet<string>> KnownAsync(string feed, IReadOnlyList<string> keys, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlySet<string>>(session => keys.Where(key => session.NumberOrNull(
            "select 1 from feed_items where feed = @feed and item = @item", feed, key) == 1).ToHashSet(), cancel);

    public Task NoteAsync(string feed, FeedItem item, ItemFate fate, PostId? post, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            foreach (var key in item.Keys) session.Run(PutItem, feed, key, (int)fate, post?.Value, session.Now);
            return true;
        }, cancel);

    public Task<IReadOnlyList<FeedState>> ListAsync(CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<FeedState>>(session => session.Query($"{Select} order by f.name", Map), cancel);

    public Task<bool> WakeAsync(string feed, CancellationToken cancel) => engine.WriteAsync(session =>
        session.Run("update feeds set next_at = @now, gone = 0 where name = @name", session.Now, feed) > 0, cancel);

    private static FeedState Map(Row row) => new(
        row.Text(0), row.TimeOrNull(1), row.TimeOrNull(2), new FeedValidators(row.TextOrNull(3), row.TextOrNull(4)), row.TimeOrNull(5),
        row.Time(6), row.Int(7), row.TextOrNull(8), row.Int(9) == 1, row.Int(10));
}
