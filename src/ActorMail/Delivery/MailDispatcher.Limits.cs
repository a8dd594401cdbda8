using ActorMail.Storage;
using Akka.Event;

namespace ActorMail.Delivery;

/// <summary>How a dispatcher comes by its shares of limited relays. No round ever waits for one.</summary>
internal sealed partial class MailDispatcher
{
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset? _lookAgainAt;

    private void AskForShares()
    {
        if (_failures > 0) return;
        foreach (var wish in _desk.SharesToAskFor(Now))
        {
            var relay = wish.Relay.Settings;
            if (wish.OfDay)
                Hear(_parts.Allowance.TakeOfDayAsync(relay.Name, relay.MessagesPerDay!.Value, wish.Wanted, CancellationToken.None),
                    share => new DayShareTaken(wish.Relay, share), why => new ShareFailed(wish, why));
            else
                Hear(_parts.Allowance.TakeAsync(
                        relay.Name, relay.MessagesPerSecond!.Value, wish.Wanted, RelayPace.Ahead, CancellationToken.None),
                    share => new ShareTaken(wish.Relay, share), why => new ShareFailed(wish, why));
        }
    }

    private void OnShareTaken(ShareTaken taken)
    {
        if (_failures == 0 && taken.Share.Count > 0) NoteStoreUp();
        taken.Relay.Pace.Answered(taken.Share, Now);
        Turn();
    }

    private void OnDayShareTaken(DayShareTaken taken)
    {
        if (_failures == 0) NoteStoreUp();
        var before = taken.Relay.Day.UsedUpUntil;
        taken.Relay.Day.Answered(taken.Share, Now);
        if (before is null && taken.Relay.Day.UsedUpUntil is { } until)
            _log.Warning("Relay {Relay} has had its {Limit} messages of today and is used again at {Until:u}",
                taken.Relay.Settings, taken.Relay.Settings.MessagesPerDay, until);
        Turn();
    }

    private void OnShareFailed(ShareFailed failed)
    {
        if (failed.Why is not StoreUnavailableException)
            throw new DispatcherException($"A share of relay {failed.Wish.Relay.Settings.Name} was refused.", failed.Why);
        NoteStoreDown(failed.Why);
        if (failed.Wish.OfDay) failed.Wish.Relay.Day.Unanswered(Now, _pace.PollInterval);
        else failed.Wish.Relay.Pace.Unanswered(Now, _pace.PollInterval);
        Turn();
    }

    /// <summary>
    /// Not by the scheduler, whose ticks are further apart than the messages of a fast relay. An earlier look that is no longer
    /// needed does no harm.
    /// </summary>
    private void LookAgainAt(DateTimeOffset? due)
    {
        if (due is not { } at || _lookAgainAt <= at) return;
        _lookAgainAt = at;
        TickAt(at);
    }

    private void TickAt(DateTimeOffset at)
    {
        var wait = at - Now;
        Hear(Task.Delay(wait > ClockTick ? wait : ClockTick, _parts.Time), _ => new PaceTick(at));
    }

    private void OnPaceTick(PaceTick tick)
    {
        if (_lookAgainAt == tick.At) _lookAgainAt = null;
        Turn();
    }
}
