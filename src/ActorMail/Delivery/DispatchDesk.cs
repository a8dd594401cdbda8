using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>
/// All a dispatcher decides, without clock, store or actor: which delivery is next, what goes into a round, and what its answer
/// allows. While one round is being committed, what ends and what becomes free waits for the next (group commit, no timer).
/// </summary>
internal sealed class DispatchDesk(Incarnation holder, string node, TimeSpan leaseFor, OutcomeRules rules, IReadOnlyList<Slot> slots)
{
    private readonly List<EndedFlight> _ended = [];
    private readonly RelayPace[] _limits = [.. slots.Select(slot => slot.Pace).Where(pace => pace.IsLimited).Distinct()];
    private OpenRound? _open;

    public Stock Stock { get; } = new();

    public IReadOnlyList<Slot> Slots => slots;

    /// <summary>True while a round is being committed.</summary>
    public bool RoundIsOpen => _open is not null;

    /// <summary>Nothing new is asked for once set; what has started ends.</summary>
    public bool Draining { get; set; }

    /// <summary>Messages on the wire and outcomes not yet durable.</summary>
    public int Unsettled => slots.Count(slot => slot.Flight is not null) + _ended.Count + (_open?.Ended.Count ?? 0);

    /// <summary>Slots whose mailer should open its session, as many as there are recipients waiting.</summary>
    public IEnumerable<Slot> ToWake() => Draining
        ? []
        : slots.Where(slot => slot.State == SlotState.Asleep).Take(
            Math.Max(0, Stock.Waiting - Count(SlotState.Connecting) - Count(SlotState.Free)));

    /// <summary>Shares of limited relays to ask for now, for those that have a session; each answer has to be told to its pace.</summary>
    public IReadOnlyList<ShareWish> SharesToAskFor(DateTimeOffset now)
    {
        if (Draining || _limits.Length == 0) return [];
        return [.. _limits.Where(HasSession)
            .Select(pace => new ShareWish(pace, pace.Ask(now, Stock.Waiting))).Where(wish => wish.Wanted > 0)];
    }

    /// <summary>When a free slot that only waits for its relay's limit is to be looked at again; null when none waits.</summary>
    public DateTimeOffset? PaceDue() => Draining || RoundIsOpen || Stock.Waiting == 0
        ? null
        : _limits.Where(pace => slots.Any(slot => slot.Pace == pace && slot.State == SlotState.Free))
            .Min(pace => pace.Due(Stock.Waiting));

    /// <summary>Notes how a message ended; its outcome becomes durable with the next round.</summary>
    public void Ended(Slot slot, SendResult result, SlotState then, DateTimeOffset now, double chance)
    {
        var flight = slot.Flight ?? throw new InvalidOperationException($"Slot {slot.No} has nothing in flight.");
        if (result is SendResult.RunRefused) Stock.Stop(flight.Slice.Key.Post);
        _ended.Add(new EndedFlight(slot, flight, rules.Decide(flight, result, now, chance), now));
        slot.Flight = null;
        slot.State = then;
        slot.Pace.Ended();
    }

    /// <summary>The next round to commit; null while one is open or there is nothing to say.</summary>
    /// <param name="renewAll">True when the leases of idle slices are due for renewal too.</param>
    public Round? NextRound(DateTimeOffset now, bool renewAll)
    {
        if (RoundIsOpen) return null;
        var asked = Ask(now);
        if (_ended.Count == 0 && asked.Count == 0 && !(renewAll && Stock.Slices.Any()) && !HasEmptySlice()) return null;
        EndedFlight[] ended = [.. _ended];
        _ended.Clear();
        var finished = Finishing(ended);
        var touched = ended.Select(e => e.Flight.Slice).Concat(asked.Select(slot => slot.Flight!.Slice)).Concat(finished);
        IReadOnlyList<SliceLease> renew = renewAll
            ? [.. Stock.Slices.Select(slice => slice.Lease)]
            : [.. touched.Distinct().Where(lease => Stock.Find(lease) is not null)];
        var round = new Round(holder, node, leaseFor, renew, [.. ended.Select(e => e.ForLedger())],
            [.. asked.Select(slot => Request(slot))], finished);
        _open = new OpenRound(round, ended, asked);
        return round;
    }

    /// <summary>Takes the open round's answer in.</summary>
    public RoundEffects Committed(RoundResult result)
    {
        var open = _open ?? throw new InvalidOperationException("No round is open.");
        _open = null;
        foreach (var lost in result.Lost) Stock.Remove(lost);
        foreach (var ended in open.Ended) Settle(ended);
        var granted = open.Asked.Zip(result.Answers).Where(pair => Answer(pair.First, pair.Second)).Select(pair => pair.First);
        RoundEffects effects = new(
            [.. granted],
            [.. open.Round.Finished.Except(result.Lost).Select(lease => lease.Key.Post).Distinct()],
            result.Lost);
        foreach (var finished in open.Round.Finished) Stock.Remove(finished);
        return effects;
    }

    /// <summary>Forgets a lost mailer's slot: what it had started is in doubt, what it had only asked for is put back when answered.</summary>
    public void MailerLost(Slot slot, DateTimeOffset now, double chance)
    {
        if (slot.State == SlotState.Sending)
            Ended(slot, new SendResult.Uncertain("the mailer ended without a report"), SlotState.Down, now, chance);
        else if (slot.State != SlotState.Asking) slot.State = SlotState.Down;
    }

    private List<Slot> Ask(DateTimeOffset now)
    {
        List<Slot> asking = [];
        if (Draining) return asking;
        foreach (var slot in slots)
        {
            if (slot.State != SlotState.Free) continue;
            if (Stock.Waiting == 0) break;
            if (!slot.Pace.TryTake(now)) continue;
            slot.Flight = Stock.Pick();
            if (slot.Flight is null)
            {
                slot.Pace.GiveBack();
                break;
            }

            slot.State = SlotState.Asking;
            asking.Add(slot);
        }

        return asking;
    }

    /// <summary>Slices of which nothing is left once <paramref name="ended"/> is committed.</summary>
    private List<SliceLease> Finishing(IReadOnlyList<EndedFlight> ended)
    {
        var settled = ended.Where(e => e.Outcome is not DeliveryOutcome.Returned).CountBy(e => e.Flight.Slice).ToDictionary();
        return [.. Stock.Slices.Where(slice => slice.EndsWith(settled.GetValueOrDefault(slice.Lease))).Select(slice => slice.Lease)];
    }

    private bool HasEmptySlice() => Stock.Slices.Any(slice => slice.EndsWith(0));

    private void Settle(EndedFlight ended)
    {
        if (ended.Outcome is DeliveryOutcome.Returned)
            Stock.PutBack(ended.Flight with { Returns = ended.Flight.Returns + 1 });
        else Stock.Find(ended.Flight.Slice)?.Settle();
    }

    /// <summary>True when the slot may start.</summary>
    private bool Answer(Slot slot, IntentAnswer answer)
    {
        var flight = slot.Flight!;
        if (answer == IntentAnswer.Granted)
        {
            slot.State = SlotState.Sending;
            return true;
        }

        slot.Flight = null;
        slot.State = SlotState.Free;
        slot.Pace.GiveBack();
        Stock.Find(flight.Slice)?.Settle();
        if (answer == IntentAnswer.NotSending) Stock.Stop(flight.Slice.Key.Post);
        return false;
    }

    private bool HasSession(RelayPace pace) =>
        slots.Any(slot => slot.Pace == pace && slot.State is SlotState.Free or SlotState.Asking or SlotState.Sending);

    private int Count(SlotState state) => slots.Count(slot => slot.State == state);

    private static IntentRequest Request(Slot slot)
    {
        var flight = slot.Flight!;
        return new IntentRequest(slot.No, flight.Slice, flight.Recipient.Id, flight.Attempt, flight.Letter.Revision);
    }

    private sealed record OpenRound(Round Round, IReadOnlyList<EndedFlight> Ended, IReadOnlyList<Slot> Asked);

    private sealed record EndedFlight(Slot Slot, Flight Flight, DeliveryOutcome Outcome, DateTimeOffset At)
    {
        public EndedDelivery ForLedger() =>
            new(Slot.No, Flight.Slice, Flight.Recipient.Id, Flight.Attempt, Slot.Relay.Name, At, Outcome);
    }
}

/// <summary>What a committed round allows and tells.</summary>
/// <param name="Granted">Slots whose mailer may start now.</param>
/// <param name="FinishedIn">Posts that had a slice finished.</param>
/// <param name="Lost">Slices taken away meanwhile.</param>
internal sealed record RoundEffects(
    IReadOnlyList<Slot> Granted, IReadOnlyList<PostId> FinishedIn, IReadOnlyList<SliceLease> Lost);

/// <summary>So many messages' worth of a relay's limit are wanted.</summary>
internal sealed record ShareWish(RelayPace Pace, int Wanted);
