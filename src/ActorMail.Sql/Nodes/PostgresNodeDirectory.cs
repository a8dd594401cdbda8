using ActorMail.Engine;

namespace ActorMail.Nodes;

/// <summary>A row a node. Who looks for a cluster holds a lock that one node has at a time.</summary>
internal sealed class PostgresNodeDirectory(ISqlEngine engine) : INodeDirectory
{
    private const long Day = 24 * 60 * 60 * 1000;
    private const int MeetingLock = 2;

    /// <summary>Only a node that has founded or joined can be joined; others who still look for a cluster cannot.</summary>
    private const string ToJoin = """
        select address from nodes where address <> @me and seen_at > @since and (founds or joined) order by met_at, address
        """;

    private const string Foreign = "select system from nodes where system <> @system and seen_at > @since limit 1";

    private const string Note = """
        insert into nodes (address, system, incarnation, roles, founds, joined, mails_per_second, met_at, seen_at)
        values (@address, @system, @incarnation, @roles, @founds, false, 0, @now, @now)
        on conflict (address) do update set system = excluded.system, incarnation = excluded.incarnation, roles = excluded.roles,
            founds = excluded.founds, joined = false, founded_at = null, mails_per_second = 0, seen_at = excluded.seen_at,
            met_at = case when nodes.incarnation = excluded.incarnation then nodes.met_at else excluded.met_at end
        """;

    /// <summary>A row that another incarnation has taken over is left alone.</summary>
    private const string Beat = """
        insert into nodes (address, system, incarnation, roles, founds, joined, founded_at, mails_per_second, met_at, seen_at)
        values (@address, @system, @incarnation, @roles, false, @joined, @founded_at, @pace, @now, @now)
        on conflict (address) do update set roles = excluded.roles, joined = excluded.joined, founded_at = excluded.founded_at,
            mails_per_second = excluded.mails_per_second, seen_at = excluded.seen_at
        where nodes.incarnation = excluded.incarnation
        """;

    private const string All = """
        select n.address, n.system, n.incarnation, n.roles, n.joined, n.founded_at, n.mails_per_second, n.seen_at, (
            select count(*) from slices s join incarnations i on i.id = s.holder
            where s.state = 'open' and s.until > @now and i.node = n.address)
        from nodes n order by n.met_at, n.address
        """;

    public Task<Meeting> MeetAsync(NodeCard me, TimeSpan freshFor, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        session.First($"select pg_advisory_xact_lock({PostgresSchema.LockClass}, {MeetingLock})", _ => true);
        var since = session.Now - (long)freshFor.TotalMilliseconds;
        session.Run("delete from nodes where seen_at < @old", session.Now - Day);
        if (session.First(Foreign, row => row.Text(0), me.System, since) is { } other)
        {
            throw new ForeignClusterException(
                $"Nodes of the system \"{other}\" use this database, and this node belongs to \"{me.System}\".");
        }

        var join = session.Query(ToJoin, row => row.Text(0), me.Address, since);
        session.Run(Note, me.Address, me.System, me.Incarnation, Stored(me.Roles), join.Count == 0, session.Now);
        return new Meeting(join, DateTimeOffset.FromUnixTimeMilliseconds(session.Now));
    }, cancel);

    public Task BeatAsync(NodeCard me, NodeFigures figures, CancellationToken cancel) => engine.WriteAsync(session => session.Run(
        Beat, me.Address, me.System, me.Incarnation, Stored(me.Roles), figures.Joined, figures.FoundedAt.Stored(),
        figures.MailsPerSecond, session.Now), cancel);

    public Task LeaveAsync(NodeCard me, CancellationToken cancel) => engine.WriteAsync(session => session.Run(
        "delete from nodes where address = @address and incarnation = @incarnation", me.Address, me.Incarnation), cancel);

    public Task<IReadOnlyList<NodeSighting>> ListAsync(CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<NodeSighting>>(
        session => session.Query(All, row => Sighting(row, session.Now), session.Now), cancel);

    public async Task<TimeSpan> ClockSkewAsync(TimeProvider time, CancellationToken cancel)
    {
        // The first question may open a connection; only the second one's duration says how old the answer is.
        await engine.ReadAsync(session => session.Now, cancel).ConfigureAwait(false);
        var asked = time.GetTimestamp();
        var told = await engine.ReadAsync(session => session.Now, cancel).ConfigureAwait(false);
        return time.GetUtcNow() - time.GetElapsedTime(asked) / 2 - DateTimeOffset.FromUnixTimeMilliseconds(told);
    }

    private static NodeSighting Sighting(Row row, long now) => new(
        new NodeCard(row.Text(1), row.Text(0), row.Value<Guid>(2), row.Text(3).Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        new NodeFigures(row.Flag(4), row.TimeOrNull(5), row.Value<double>(6)),
        TimeSpan.FromMilliseconds(Math.Max(0, now - row.Long(7))), row.Int(8));

    private static string Stored(IReadOnlyList<string> roles) => string.Join(' ', roles);
}
