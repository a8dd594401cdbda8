using ActorMail.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Delivery;

/// <summary>What a dispatcher does while its store cannot work, and how it ends.</summary>
internal sealed partial class MailDispatcher
{
    private static readonly TimeSpan DrainLook = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The same round is repeated, because its answer may only have been lost; until it is answered nothing new starts and
    /// outcomes wait in memory.
    /// </summary>
    private void OnRoundFailed(RoundFailed failed)
    {
        if (failed.Why is not StoreUnavailableException) throw new DispatcherException("A round was refused.", failed.Why);
        NoteStoreDown(failed.Why);
        _round?.Failed(failed.Why.Message);
        Timers.StartSingleTimer("repeat", new RepeatRound(failed.Round), Backoff());
    }

    private TimeSpan Backoff() =>
        TimeSpan.FromTicks(Math.Min(_pace.RetryMax.Ticks, _pace.RetryMin.Ticks << Math.Min(_failures++, 16)));

    private void NoteStoreDown(Exception why)
    {
        News.StoreFailed(why.Message, _health.StoreDown(why.Message));
    }

    private void NoteStoreUp()
    {
        if (_health.StoreUp()) News.StoreIsUp();
    }

    /// <summary>
    /// Asks a store that failed somebody else (a publish, an import) whether it can be written to again: with nothing to send
    /// nobody would find out.
    /// </summary>
    private void ProbeStore()
    {
        if (_parts.Store.Fault is null || _probing || _desk.RoundIsOpen) return;
        _probing = true;
        Hear(_parts.Store.ProbeAsync(CancellationToken.None), _ => new StoreProbed());
    }

    private void OnDrain()
    {
        _drainAsker = Sender;
        _desk.Draining = true;
        _quietSince = _parts.Time.GetTimestamp();
        Timers.StartPeriodicTimer("drain", new DrainTick(), DrainLook);
        Turn();
    }

    private void FinishDrain()
    {
        var busy = _leasing || _givingBack > 0 || _desk.RoundIsOpen || _desk.Unsettled > 0 || _desk.Stock.Slices.Any();
        if (!busy) EndDrain(0);
    }

    /// <summary>Open messages get all their time; a store that does not take their outcomes gets a little.</summary>
    private void OnDrainTick()
    {
        if (_slots.Values.Any(slot => slot.State == SlotState.Sending)) _quietSince = _parts.Time.GetTimestamp();
        if (_drainAsker is null || _parts.Time.GetElapsedTime(_quietSince) < _pace.DrainWaits) return;
        var open = Math.Max(1, _desk.Unsettled);
        _log.Warning("The store does not work: {Count} outcomes are not stored, their readers are in doubt after the next start", open);
        EndDrain(open);
    }

    private void EndDrain(int stillOpen)
    {
        _drainAsker?.Tell(new Drained(stillOpen));
        _drainAsker = null;
        Timers.Cancel("drain");
    }
}
