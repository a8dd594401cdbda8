using ActorMail.Letters;

namespace ActorMail.Delivery;

/// <summary>A slice this node holds the lease of, and what is left of it.</summary>
internal sealed class HeldSlice(LeasedSlice slice, ILetter letter)
{
    private readonly LinkedList<Flight> _waiting = new(slice.Recipients.Select(recipient =>
        new Flight(slice.Lease, recipient, recipient.Attempts + 1, letter)));

    public SliceLease Lease { get; } = slice.Lease;

    public int Waiting => _waiting.Count;

    /// <summary>Picked flights whose outcome is not committed yet.</summary>
    public int Outstanding { get; private set; }

    /// <summary>True once its post stopped: nothing is picked from it and it is given back when nothing is outstanding.</summary>
    public bool Leaving { get; private set; }

    /// <summary>True once everything in it has a committed outcome or one in the coming round.</summary>
    public bool EndsWith(int outcomes) => !Leaving && Waiting == 0 && Outstanding == outcomes;

    public Flight Pick()
    {
        var flight = _waiting.First!.Value;
        _waiting.RemoveFirst();
        Outstanding++;
        return flight;
    }

    /// <summary>Puts a picked flight back in front: it did not start.</summary>
    public void PutBack(Flight flight)
    {
        Outstanding--;
        if (!Leaving) _waiting.AddFirst(flight);
    }

    public void Settle() => Outstanding--;

    public void Leave()
    {
        Leaving = true;
        _waiting.Clear();
    }
}
