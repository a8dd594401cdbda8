using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Delivery;

/// <summary>How a dispatcher runs its rounds and its mailers.</summary>
internal sealed partial class MailDispatcher
{
    private DateTimeOffset Now => _parts.Time.GetUtcNow();

    /// <summary>The heart's beat: wakes mailers, commits the next round if none is open, gives back what is to be left.</summary>
    private void Turn()
    {
        foreach (var slot in _desk.ToWake(Now)) Wake(slot);
        GiveBack();
        DecideUnsent();
        Retire();
        AskForShares();
        if (_desk.NextRound(Now, _renewDue) is { } round)
        {
            _renewDue = false;
            Commit(round);
        }

        if (_desk.Draining) FinishDrain();
        else if (!_leasing && !_dry && IsLow) Lease();
        LookAgainAt(_desk.Due(Now));
        LookAgainAt(_desk.GathersUntil(Now));
    }

    private void Commit(Round round)
    {
        _roundBegan = _parts.Time.GetTimestamp();
        _round = RoundWatch.Begin(round, News.Traces, _parts.Time);
        Hear(_parts.Ledger.CommitAsync(round, CancellationToken.None),
            result => new RoundCommitted(result), why => new RoundFailed(round, why));
    }

    private void OnCommitted(RoundCommitted committed)
    {
        _failures = 0;
        NoteStoreUp();
        _round?.Committed(committed.Result, News.Meter);
        var effects = _desk.Committed(committed.Result, Now);
        foreach (var lost in effects.Lost) News.LeaseLost(lost);
        foreach (var slot in effects.Granted) Start(slot);
        foreach (var post in effects.FinishedIn)
            _parts.PostRegion().Tell(new PostMessage.SliceFinished(post) { Trace = News.Traces.Of(post) }, ActorRefs.NoSender);
        Turn();
    }

    private void Start(Slot slot)
    {
        if (!_mailers.TryGetValue(slot.No, out var mailer))
        {
            _desk.Ended(slot, SubscriberMailer.NotStarted("its mailer had ended"), SlotState.Down, Now, _parts.Chance.NextDouble());
            return;
        }

        var startBefore = _roundBegan + (long)(_pace.Lease.TotalSeconds * _parts.Time.TimestampFrequency);
        mailer.Tell(new SubscriberMailer.Send(slot.Flight!, startBefore, slot.Next, _round?.Span));
    }

    private void Wake(Slot slot)
    {
        slot.State = SlotState.Connecting;
        _mailers[slot.No].Tell(SubscriberMailer.Connect.Instance);
    }

    private void OnUp(SubscriberMailer.Up up)
    {
        if (!_slots.TryGetValue(up.Slot, out var slot)) return;
        Context.Watch(Sender);
        _mailers[up.Slot] = Sender;
        // A new incarnation never knows of a delivery of the one before.
        if (slot.State != SlotState.Asking) _desk.MailerLost(slot, Now, _parts.Chance.NextDouble());
        if (slot.State == SlotState.Down) slot.State = SlotState.Asleep;
        Turn();
    }

    private void OnReady(int no)
    {
        Move(no, SlotState.Free, SlotState.Connecting, SlotState.Asleep);
        if (_slots.TryGetValue(no, out var slot))
        {
            News.RelayIsUp(slot.Relay, _relayNews.TakesConnections(slot.Desk));
            slot.Desk.Opened();
        }

        Turn();
    }

    private void OnFailed(SubscriberMailer.Failed failed)
    {
        if (!_slots.TryGetValue(failed.Slot, out var slot)) return;
        if (slot.Flight is null) slot.State = SlotState.Down;
        var open = slot.Desk.Slots.Count(other => other.State is SlotState.Free or SlotState.Asking or SlotState.Sending);
        var news = slot.Desk.NotOpened(failed.Fault, open, Now, _parts.Chance.NextDouble());
        News.RelayFailed(slot.Relay, failed.Fault, _relayNews.CannotBeUsed(slot.Desk, failed.Fault));
        Tell(slot.Desk, news);
        Turn();
    }

    private void OnEnded(SubscriberMailer.Ended ended)
    {
        if (!_slots.TryGetValue(ended.Slot, out var slot) || !ReferenceEquals(slot.Flight, ended.Flight)) return;
        var post = ended.Flight.Slice.Key.Post;
        var after = _desk.Ended(slot, ended.Result, ended.Then, Now, _parts.Chance.NextDouble());
        _tally.Count(post, ended.Result);
        if (ended.Result is SendResult.Broken broken) _log.Debug("Slot {Slot}: {Reason}", slot.No, broken.Why);
        Tell(slot.Desk, after.Relay);
        if (after.Run is { } run) Tell(post, run);
        // While a round is open nothing can begin; its end looks at everything.
        if (_desk.RoundIsOpen) return;
        if (_desk.GathersUntil(Now) is { } until) LookAgainAt(until);
        else Turn();
    }

    private void OnTerminated(Terminated terminated)
    {
        foreach (var (no, mailer) in _mailers)
        {
            if (!mailer.Equals(terminated.ActorRef)) continue;
            _mailers.Remove(no);
            if (_slots.TryGetValue(no, out var slot)) _desk.MailerLost(slot, Now, _parts.Chance.NextDouble());
            break;
        }

        Turn();
    }

    private void Move(int no, SlotState to, params ReadOnlySpan<SlotState> from)
    {
        if (_slots.TryGetValue(no, out var slot) && from.Contains(slot.State)) slot.State = to;
    }

    private void Report()
    {
        var tallies = _tally.Take();
        _parts.Figures.Tell(tallies.Sum(tally => tally.Value), _desk.Stock.Slices.Count());
        News.Meter.Sending.See(_slots.Values, _desk.Stock);
        foreach (var (post, decided) in tallies)
            _parts.PostRegion().Tell(new PostMessage.Progressed(post, decided), ActorRefs.NoSender);
    }
}
