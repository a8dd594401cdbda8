using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>
/// Who is most likely to follow on each slot, so that its relay can be told of them while it still takes the message before. They
/// are out of the stock meanwhile and return to it when they cannot follow. Nothing is sent to them without an intent of their own.
/// </summary>
internal sealed class NextInLine(Stock stock, List<RelayDesk> relays)
{
    /// <summary>How many are in line.</summary>
    public int Count { get; private set; }

    private IEnumerable<Slot> Taken => relays.SelectMany(relay => relay.Slots).Where(slot => slot.Next is not null);

    /// <summary>
    /// Finds somebody for each slot whose message starts. Nobody at a run's end, where the last readers would wait for the slowest
    /// connection, and nobody for a relay with a limit, which may not have a turn for them.
    /// </summary>
    public void Choose(IEnumerable<Slot> starting, Func<PostId, string, bool> mayFollow)
    {
        var mailers = relays.Sum(relay => relay.Slots.Count);
        foreach (var slot in starting)
        {
            if (stock.Waiting < mailers) return;
            if (slot.Desk.IsLimited || slot.Desk.IsRetired || !slot.Desk.IsClosed) continue;
            slot.Next = stock.Pick(mayFollow);
            if (slot.Next is not null) Count++;
        }
    }

    /// <summary>Who was next on the slot and still may start; null when there is nobody.</summary>
    public Flight? Take(Slot slot)
    {
        var next = slot.Next;
        slot.Next = null;
        if (next is not null) Count--;
        return next;
    }

    /// <summary>Puts those back who cannot follow now: their slot has no session, its relay is left alone, or they may not start.</summary>
    public void Sweep(Func<PostId, string, bool> mayStart)
    {
        if (Count == 0) return;
        foreach (var slot in Taken.Where(slot => !CanFollow(slot, slot.Next!, mayStart))) PutBack(slot);
    }

    /// <summary>Puts a post's back, for it stops.</summary>
    public void Stop(PostId post)
    {
        if (Count == 0) return;
        foreach (var slot in Taken.Where(slot => slot.Next!.Slice.Key.Post == post)) PutBack(slot);
    }

    private bool CanFollow(Slot slot, Flight next, Func<PostId, string, bool> mayStart) => stock.Find(next.Slice) is not null && slot.State switch
    {
        SlotState.Sending => true,
        SlotState.Free => !slot.Desk.IsRetired && slot.Desk.IsClosed && mayStart(next.Slice.Key.Post, next.Provider),
        _ => false,
    };

    private void PutBack(Slot slot)
    {
        if (Take(slot) is { } next) stock.PutBack(next);
    }
}
