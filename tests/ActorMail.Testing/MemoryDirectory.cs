using ActorMail.Nodes;
using ActorMail.Storage;

namespace ActorMail.Testing;

/// <summary>A database for nodes to meet in, for tests of the actors. The real one is tested with PostgreSQL.</summary>
public sealed class MemoryDirectory : INodeDirectory, INamedLeases
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Row> _rows = [];
    private readonly Dictionary<string, (string Owner, DateTimeOffset Until)> _leases = [];
    private long _arrivals;

    public MemoryDirectory(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>True while the database cannot be reached.</summary>
    public bool Down { get; set; }

    /// <summary>How far every node's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>True while whoever meets finds nobody, as when the others are frozen.</summary>
    public bool Deserted { get; set; }

    private DateTimeOffset Now => Down ? throw new StoreUnavailableException("made unreachable") : _time.GetUtcNow();

    public Task<Meeting> MeetAsync(NodeCard me, TimeSpan freshFor, CancellationToken cancel)
    {
        lock (_gate)
        {
            var now = Now;
            var mine = Note(me, now);
            var others = _rows.Values.Where(row => !Deserted && row.Card.Address != me.Address && now - row.Seen <= freshFor).ToList();
            if (others.Find(row => row.Card.System != me.System) is { } foreign)
                throw new ForeignClusterException($"Nodes of the system '{foreign.Card.System}' live on this database.");
            var joined = others.Where(row => row.Figures.Joined).OrderBy(row => row.Arrival);
            var older = others.Where(row => !row.Figures.Joined && row.Arrival < mine.Arrival).OrderBy(row => row.Arrival);
            return Task.FromResult(new Meeting([.. joined.Concat(older).Select(row => row.Card.Address)], now));
        }
    }

    public Task BeatAsync(NodeCard me, NodeFigures figures, CancellationToken cancel)
    {
        lock (_gate)
        {
            Note(me, Now);
            _rows[me.Address] = _rows[me.Address] with { Figures = figures };
        }

        return Task.CompletedTask;
    }

    public Task LeaveAsync(NodeCard me, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (Now != default && _rows.TryGetValue(me.Address, out var row) && row.Card.Incarnation == me.Incarnation)
                _rows.Remove(me.Address);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<NodeSighting>> ListAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            var now = Now;
            return Task.FromResult<IReadOnlyList<NodeSighting>>(
                [.. _rows.Values.Select(row => new NodeSighting(row.Card, row.Figures, now - row.Seen, 0))]);
        }
    }

    public Task<TimeSpan> ClockSkewAsync(TimeProvider time, CancellationToken cancel) =>
        Down ? throw new StoreUnavailableException("made unreachable") : Task.FromResult(Skew);

    public Task<bool> TryTakeAsync(
        string name, string owner, IReadOnlyCollection<string> givingWay, TimeSpan lasts, CancellationToken cancel)
    {
        lock (_gate)
        {
            var now = Now;
            if (_leases.TryGetValue(name, out var lease) && lease.Owner != owner && lease.Until > now && !givingWay.Contains(lease.Owner))
                return Task.FromResult(false);
            _leases[name] = (owner, now + lasts);
            return Task.FromResult(true);
        }
    }

    public Task ReleaseAsync(string name, string owner, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (Now != default && _leases.TryGetValue(name, out var lease) && lease.Owner == owner) _leases.Remove(name);
        }

        return Task.CompletedTask;
    }

    private Row Note(NodeCard card, DateTimeOffset now)
    {
        var row = _rows.TryGetValue(card.Address, out var known) && known.Card.Incarnation == card.Incarnation
            ? known with { Seen = now }
            : new Row(card, new NodeFigures(false, null, 0), now, ++_arrivals);
        _rows[card.Address] = row;
        return row;
    }

    private sealed record Row(NodeCard Card, NodeFigures Figures, DateTimeOffset Seen, long Arrival);
}
