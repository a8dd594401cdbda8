using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Storage;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Delivery;

/// <summary>How a dispatcher takes relays in and lets them go, and what it tells of them and of runs.</summary>
internal sealed partial class MailDispatcher
{
    private bool _decidingUnsent;
    private DateTimeOffset _unsentFrom = DateTimeOffset.MinValue;

    private void AddRelay(RelaySettings settings)
    {
        var relay = new RelayDesk(settings);
        _relays.Add(relay);
        for (var connection = 1; connection <= settings.MaxConnections; connection++)
        {
            var slot = new Slot(++_lastSlot, relay, _parts.Time);
            relay.Slots.Add(slot);
            _slots.Add(slot.No, slot);
            Fill(slot);
        }
    }

    /// <summary>
    /// One whose settings changed goes and comes anew: what is under way ends by the old ones. Those left as they are notice nothing.
    /// </summary>
    private void OnRelaysChanged()
    {
        _domains.Limits = _parts.Roster.Domains;
        var wanted = _parts.Roster.Relays;
        foreach (var relay in _relays.Where(relay => !relay.IsRetired && !wanted.Contains(relay.Settings)).ToArray())
        {
            _log.Info("Relay {Relay} is let go: it was changed or taken out", relay.Settings);
            relay.IsRetired = true;
        }

        foreach (var settings in wanted.Where(settings => !_relays.Exists(relay => !relay.IsRetired && relay.Settings == settings)).ToArray())
        {
            _log.Info("Relay {Relay} is in use", settings);
            AddRelay(settings);
        }

        Turn();
    }

    /// <summary>Ends the mailers of retired relays, but those that have a message: their ends are waited for.</summary>
    private void Retire()
    {
        foreach (var slot in _relays.Where(relay => relay.IsRetired).SelectMany(relay => relay.Slots).Where(slot => slot.Flight is null))
        {
            if (Context.Child(NameOf(slot)) is var mailer && !mailer.IsNobody()) Context.Stop(mailer);
        }
    }

    private void Remove(Slot slot)
    {
        if (slot.Flight is not null) return;
        _slots.Remove(slot.No);
        _mailers.Remove(slot.No);
        slot.Desk.Slots.Remove(slot);
        if (slot.Desk.Slots.Count == 0) _relays.Remove(slot.Desk);
    }

    private void OnResume(string name)
    {
        foreach (var relay in _relays.Where(relay => relay.Settings.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            relay.Resume(Now);
            _log.Info("Relay {Relay} may be used again: one message tries it first", relay.Settings);
        }

        Context.System.EventStream.Publish(new RelayResumed(name));
        Turn();
    }

    private void Tell(RelayDesk relay, RelayNews? news)
    {
        switch (news)
        {
            case null:
                break;
            case RelayNews.Usable:
                _log.Info("Relay {Relay} works again", relay.Settings);
                break;
            case RelayNews.Waits waits:
                _log.Warning("Relay {Relay} is left alone until {Until:u}: {Reason}", relay.Settings, waits.Until, Masked.Addresses(waits.Why));
                break;
            case RelayNews.Paused { Until: { } until } paused:
                _log.Error("Relay {Relay} is paused until {Until:u}: {Reason}", relay.Settings, until, Masked.Addresses(paused.Why));
                break;
            case RelayNews.Paused paused:
                _log.Error("Relay {Relay} is paused: {Reason}", relay.Settings, Masked.Addresses(paused.Why));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(news), news, "Unknown news of a relay.");
        }
    }

    private void Tell(PostId post, RunNews news)
    {
        switch (news)
        {
            case RunNews.Pause pause:
                PausePost(post, pause.Because);
                break;
            case RunNews.HoldProvider hold:
                _log.Warning("Post {Post}: {Reason}", post, Masked.Addresses(hold.Because));
                break;
            case RunNews.CloseProvider close:
                _log.Warning("Post {Post}: {Reason}", post, Masked.Addresses(close.Because));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(news), news, "Unknown news of a run.");
        }
    }

    /// <summary>Readers whose provider wants nothing now are decided, so that they do not stand in memory before others.</summary>
    private void DecideUnsent()
    {
        if (_decidingUnsent || _failures > 0 || Now < _unsentFrom) return;
        if (_desk.NextUnsent(Now, _parts.Chance.NextDouble(), Crowd) is not { } unsent) return;
        _decidingUnsent = true;
        var outcomes = new UnsentOutcomes(_incarnation, _parts.Node, _pace.Lease, unsent.Slice,
            [.. unsent.Flights.Select(flight => (flight.Recipient.Id, flight.Recipient.Attempts))], unsent.Outcome, unsent.StartsTime);
        Hear(_parts.Unsent.WriteAsync(outcomes, CancellationToken.None), why => new UnsentWritten(unsent, why));
    }

    private void OnUnsentWritten(UnsentWritten written)
    {
        _decidingUnsent = false;
        if (written.Why is null) _desk.UnsentWritten(written.Unsent);
        else
        {
            if (written.Why is not StoreUnavailableException) throw new DispatcherException("Readers could not be put off.", written.Why);
            _desk.UnsentFailed(written.Unsent);
            _unsentFrom = Now + _pace.PollInterval;
            NoteStoreDown(written.Why);
        }

        Turn();
    }

    private static string NameOf(Slot slot) => $"slot-{slot.No}";
}
