using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>The slices a node holds. Posts take turns, so a large one never makes a small one wait.</summary>
internal sealed class Stock
{
    private readonly Dictionary<SliceLease, HeldSlice> _slices = [];
    private readonly LinkedList<PostId> _turns = [];

    public int Waiting { get; private set; }

    public IEnumerable<HeldSlice> Slices => _slices.Values;

    /// <summary>The posts recipients are held of.</summary>
    public IReadOnlyCollection<PostId> Posts => _turns;

    public void Add(HeldSlice slice)
    {
        _slices.Add(slice.Lease, slice);
        Waiting += slice.Waiting;
        if (!_turns.Contains(slice.Lease.Key.Post)) _turns.AddLast(slice.Lease.Key.Post);
    }

    /// <summary>The slice, if it is still held under this lease.</summary>
    public HeldSlice? Find(SliceLease lease) => _slices.GetValueOrDefault(lease);

    /// <summary>The next delivery to start, or null.</summary>
    public Flight? Pick()
    {
        for (var turn = _turns.First; turn is not null; turn = _turns.First)
        {
            _turns.RemoveFirst();
            var slice = _slices.Values.FirstOrDefault(s => s.Lease.Key.Post == turn.Value && s.Waiting > 0);
            if (slice is null) continue;
            _turns.AddLast(turn.Value);
            Waiting--;
            return slice.Pick();
        }

        return null;
    }

    public void PutBack(Flight flight)
    {
        if (Find(flight.Slice) is not { } slice) return;
        var before = slice.Waiting;
        slice.PutBack(flight);
        Waiting += slice.Waiting - before;
        if (slice.Waiting > 0 && !_turns.Contains(flight.Slice.Key.Post)) _turns.AddFirst(flight.Slice.Key.Post);
    }

    /// <summary>Forgets the slice: it is finished, given back or lost.</summary>
    public void Remove(SliceLease lease)
    {
        if (_slices.Remove(lease, out var slice)) Waiting -= slice.Waiting;
    }

    /// <summary>Lets go of a post: nothing of it is picked any more.</summary>
    public void Stop(PostId post)
    {
        foreach (var slice in _slices.Values.Where(slice => slice.Lease.Key.Post == post && !slice.Leaving))
        {
            Waiting -= slice.Waiting;
            slice.Leave();
        }
    }

    /// <summary>Slices that can be given back now.</summary>
    public IReadOnlyList<SliceLease> Released() =>
        [.. _slices.Values.Where(slice => slice.Leaving && slice.Outstanding == 0).Select(slice => slice.Lease)];
}
