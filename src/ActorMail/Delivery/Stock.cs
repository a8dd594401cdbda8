using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>
/// The slices a node holds. A higher priority goes first; posts of the same one take turns, so a large one never makes a small one
/// wait.
/// </summary>
internal sealed class Stock
{
    private readonly Dictionary<SliceLease, HeldSlice> _slices = [];
    private readonly SortedDictionary<PostPriority, LinkedList<PostId>> _turns =
        new(Comparer<PostPriority>.Create((left, right) => right.CompareTo(left)));

    public int Waiting { get; private set; }

    public IEnumerable<HeldSlice> Slices => _slices.Values;

    public void Add(HeldSlice slice)
    {
        _slices.Add(slice.Lease, slice);
        Waiting += slice.Waiting;
        var turns = TurnsOf(slice.Priority);
        if (!turns.Contains(slice.Lease.Key.Post)) turns.AddLast(slice.Lease.Key.Post);
    }

    /// <summary>The slice, if it is still held under this lease.</summary>
    public HeldSlice? Find(SliceLease lease) => _slices.GetValueOrDefault(lease);

    /// <summary>The next delivery to start, of those that may; null when there is none.</summary>
    public Flight? Pick(Func<PostId, string, bool> mayStart)
    {
        foreach (var turns in _turns.Values)
        {
            for (var turn = turns.First; turn is not null;)
            {
                var (post, next, waits) = (turn.Value, turn.Next, false);
                foreach (var slice in _slices.Values)
                {
                    if (slice.Lease.Key.Post != post || slice.Waiting == 0) continue;
                    waits = true;
                    if (slice.Pick(provider => mayStart(post, provider)) is not { } flight) continue;
                    Waiting--;
                    turns.Remove(turn);
                    turns.AddLast(turn);
                    return flight;
                }

                if (!waits) turns.Remove(turn);
                turn = next;
            }
        }

        return null;
    }

    /// <summary>How many of those who wait may be started, or may as soon as others have ended.</summary>
    public int Startable(Func<PostId, string, bool> mayStart) => _slices.Values.Sum(slice =>
        slice.Providers.Where(waiting => mayStart(slice.Lease.Key.Post, waiting.Provider)).Sum(waiting => waiting.Waiting));

    public void PutBack(Flight flight)
    {
        if (Find(flight.Slice) is not { } slice) return;
        var before = slice.Waiting;
        slice.PutBack(flight);
        Waiting += slice.Waiting - before;
        var turns = TurnsOf(slice.Priority);
        if (slice.Waiting > 0 && !turns.Contains(flight.Slice.Key.Post)) turns.AddFirst(flight.Slice.Key.Post);
    }

    /// <summary>Takes out up to <paramref name="most"/> of a slice's flights to a provider, to be settled or put back.</summary>
    public IReadOnlyList<Flight> TakeOut(HeldSlice slice, string provider, int most)
    {
        var taken = slice.TakeOut(provider, most);
        Waiting -= taken.Count;
        return taken;
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

    private LinkedList<PostId> TurnsOf(PostPriority priority) =>
        _turns.TryGetValue(priority, out var turns) ? turns : _turns[priority] = [];
}
