using ActorMail.Letters;
using ActorMail.Posts;

namespace ActorMail.Delivery;

/// <summary>
/// A slice this node holds the lease of, and what is left of it. Its providers take turns, so that readers of one that is slow or
/// held do not stand before those of others.
/// </summary>
internal sealed class HeldSlice
{
    private readonly Dictionary<string, LinkedListNode<Queue>> _queues = [];
    private readonly LinkedList<Queue> _turns = [];

    /// <param name="priority">Of its post.</param>
    public HeldSlice(LeasedSlice slice, ILetter letter, PostPriority priority = PostPriority.Normal)
    {
        (Lease, Priority) = (slice.Lease, priority);
        foreach (var recipient in slice.Recipients)
            QueueOf(new Flight(slice.Lease, recipient, recipient.Attempts + 1, letter), atFront: false);
    }

    public SliceLease Lease { get; }

    public PostPriority Priority { get; }

    public int Waiting { get; private set; }

    /// <summary>Picked flights whose outcome is not committed yet.</summary>
    public int Outstanding { get; private set; }

    /// <summary>True once its post stopped: nothing is picked from it and it is given back when nothing is outstanding.</summary>
    public bool Leaving { get; private set; }

    /// <summary>Providers of those who wait, and how many they are.</summary>
    public IEnumerable<(string Provider, int Waiting)> Providers => _turns.Select(queue => (queue.Provider, queue.Flights.Count));

    /// <summary>True once everything in it has a committed outcome or one in the coming round.</summary>
    public bool EndsWith(int outcomes) => !Leaving && Waiting == 0 && Outstanding == outcomes;

    /// <summary>The next flight to a provider that may have one; null when there is none.</summary>
    public Flight? Pick(Func<string, bool> mayStart)
    {
        for (var turn = _turns.First; turn is not null; turn = turn.Next)
        {
            if (!mayStart(turn.Value.Provider)) continue;
            var flight = turn.Value.Flights.First!.Value;
            turn.Value.Flights.RemoveFirst();
            _turns.Remove(turn);
            if (turn.Value.Flights.Count > 0) _turns.AddLast(turn);
            else _queues.Remove(turn.Value.Provider);
            Waiting--;
            Outstanding++;
            return flight;
        }

        return null;
    }

    /// <summary>Takes out up to <paramref name="most"/> of a provider's flights, the last ones first. They are outstanding until settled.</summary>
    public IReadOnlyList<Flight> TakeOut(string provider, int most)
    {
        if (most <= 0 || !_queues.TryGetValue(provider, out var turn)) return [];
        List<Flight> taken = [];
        for (var flights = turn.Value.Flights; flights.Count > 0 && taken.Count < most; flights.RemoveLast())
            taken.Add(flights.Last!.Value);
        if (turn.Value.Flights.Count == 0)
        {
            _turns.Remove(turn);
            _queues.Remove(provider);
        }

        Waiting -= taken.Count;
        Outstanding += taken.Count;
        return taken;
    }

    /// <summary>Puts a picked flight back in front: it did not start.</summary>
    public void PutBack(Flight flight)
    {
        Outstanding--;
        if (!Leaving) QueueOf(flight, atFront: true);
    }

    public void Settle(int flights = 1) => Outstanding -= flights;

    public void Leave()
    {
        Leaving = true;
        Waiting = 0;
        _turns.Clear();
        _queues.Clear();
    }

    private void QueueOf(Flight flight, bool atFront)
    {
        if (!_queues.TryGetValue(flight.Provider, out var turn))
        {
            turn = new LinkedListNode<Queue>(new Queue(flight.Provider, []));
            _queues[flight.Provider] = turn;
            if (atFront) _turns.AddFirst(turn);
            else _turns.AddLast(turn);
        }

        if (atFront) turn.Value.Flights.AddFirst(flight);
        else turn.Value.Flights.AddLast(flight);
        Waiting++;
    }

    private sealed record Queue(string Provider, LinkedList<Flight> Flights);
}
