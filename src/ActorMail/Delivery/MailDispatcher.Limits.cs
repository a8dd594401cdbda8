using ActorMail.Storage;
using Akka.Actor;

namespace ActorMail.Delivery;

/// <summary>How a dispatcher comes by its shares of limited relays. No round ever waits for one.</summary>
internal sealed partial class MailDispatcher
{
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset? _lookAgainAt;

    private void AskForShares()
    {
        if (_failures > 0) return;
        foreach (var (pace, wanted) in _desk.SharesToAskFor(Now))
        {
            _parts.Allowance.TakeAsync(
                    pace.Relay.Name, pace.Relay.MessagesPerSecond!.Value, wanted, RelayPace.Ahead, CancellationToken.None)
                .PipeTo(Self, success: share => new ShareTaken(pace, share), failure: why => new ShareFailed(pace, why));
        }
    }

    private void OnShareTaken(ShareTaken taken)
    {
        if (_failures == 0 && taken.Share.Count > 0) NoteStoreUp();
        taken.Pace.Answered(taken.Share, Now);
        Turn();
    }

    private void OnShareFailed(ShareFailed failed)
    {
        if (failed.Why is not StoreUnavailableException)
            throw new DispatcherException($"A share of relay {failed.Pace.Relay.Name} was refused.", failed.Why);
        NoteStoreDown(failed.Why);
        failed.Pace.Unanswered(Now, _pace.PollInterval);
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
        var wait = at - Now;
        Task.Delay(wait > ClockTick ? wait : ClockTick, _parts.Time)
            .PipeTo(Self, success: () => new PaceTick(at));
    }

    private void OnPaceTick(PaceTick tick)
    {
        if (_lookAgainAt == tick.At) _lookAgainAt = null;
        Turn();
    }
}
