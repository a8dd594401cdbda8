using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>
/// All a dispatcher decides, without clock, store or actor: which delivery is next, what goes into a round, and what its answer
/// allows. While one round is being committed, what ends and what becomes free waits for the next (group commit), which
/// <see cref="Gathering"/> may hold for a moment.
/// </summary>
internal sealed class DispatchDesk(
    Incarnation holder, string node, TimeSpan leaseFor, OutcomeRules rules, List<RelayDesk> relays, DomainDesk domains)
{
    private readonly List<EndedFlight> _ended = [];
    private readonly RunBrakes _brakes = new();
    private readonly Gathering _gathering = new();
    private OpenRound? _open;

    public Stock Stock { get; } = new();

    private WaitingReaders Readers => field ??= new WaitingReaders(Stock, domains, _brakes, rules);

    private NextInLine Next => field ??= new NextInLine(Stock, relays);

    public IEnumerable<Slot> Slots => relays.SelectMany(relay => relay.Slots);

    /// <summary>True while a round is being committed.</summary>
    public bool RoundIsOpen => _open is not null;

    /// <summary>Nothing new is asked for once set; what has started ends.</summary>
    public bool Draining { get; set; }

    /// <summary>Messages on the wire and outcomes not yet durable.</summary>
    public int Unsettled => Slots.Count(slot => slot.Flight is not null) + _ended.Count + (_open?.Ended.Count ?? 0);

    /// <summary>A free mailer found nobody to write to, although somebody waits.</summary>
    public bool IsStarved { get; private set; }

    /// <summary>How many wait whose provider is not slow: what is left to do while others are held.</summary>
    public int Startable(DateTimeOffset now) => Stock.Startable((_, provider) => !domains.IsSlow(provider, now));

    /// <summary>Slots whose mailer should open its session: as many as there are recipients waiting and their relays may have.</summary>
    public IReadOnlyList<Slot> ToWake(DateTimeOffset now)
    {
        if (Draining || Stock.Waiting == 0) return [];
        List<Slot> waking = [];
        // A relay that waits for its limit leaves the work to others.
        var left = Stock.Waiting - relays.Where(relay => relay.Pace.HasTurn(now) && relay.Day.HasTurn(now)).Sum(relay =>
            Math.Min(relay.Ready, Math.Max(0, relay.MayConnect(now) - relay.UnderWay)));
        foreach (var relay in relays)
        {
            var may = Math.Min(relay.MayConnect(now) - relay.Connected, Stock.Waiting - relay.Ready);
            var asleep = relay.Slots.Where(slot => slot.State == SlotState.Asleep).Take(Math.Max(0, Math.Min(may, left))).ToList();
            left -= asleep.Count;
            waking.AddRange(asleep);
        }

        return waking;
    }

    /// <summary>Shares of limited relays to ask for now, for those that have a session; each answer has to be told.</summary>
    public IReadOnlyList<ShareWish> SharesToAskFor(DateTimeOffset now)
    {
        if (Draining) return [];
        List<ShareWish> wishes = [];
        foreach (var relay in relays)
        {
            if (relay.IsRetired || !relay.Slots.Any(slot => slot.State is SlotState.Free or SlotState.Asking or SlotState.Sending)) continue;
            if (relay.Pace.Ask(now, Stock.Waiting) is > 0 and var turns) wishes.Add(new ShareWish(relay, turns, OfDay: false));
            if (relay.Day.Ask(now, Stock.Waiting) is > 0 and var ofDay) wishes.Add(new ShareWish(relay, ofDay, OfDay: true));
        }

        return wishes;
    }

    /// <summary>When to look again although nothing happens: a limit's turn, the end of a relay's wait, a provider's time.</summary>
    public DateTimeOffset? Due(DateTimeOffset now)
    {
        if (Draining || RoundIsOpen || Stock.Waiting == 0) return null;
        var due = relays.Min(relay => relay.Due(now, Stock.Waiting, relay.Slots.Any(slot => slot.State == SlotState.Free)));
        if (!domains.IsTimed) return due;
        var waiting = Stock.Slices.SelectMany(slice => slice.Providers).Select(waiting => waiting.Provider).Distinct()
            .Where(provider => !domains.MayStart(provider, now));
        return domains.Due(waiting) is { } provider && !(due < provider) ? provider : due;
    }

    /// <summary>Until when the next round waits for messages that are about to end; null when it may begin now.</summary>
    public DateTimeOffset? GathersUntil(DateTimeOffset now) => Draining || RoundIsOpen ? null : _gathering.Until(relays, now);

    /// <summary>Notes how a message ended; its outcome becomes durable with the next round.</summary>
    public Consequences Ended(Slot slot, SendResult result, SlotState then, DateTimeOffset now, double chance)
    {
        var flight = slot.Flight ?? throw new InvalidOperationException($"Slot {slot.No} has nothing in flight.");
        var post = flight.Slice.Key.Post;
        slot.Desk.MessageTakes.Add(now - slot.Since);
        _ended.Add(new EndedFlight(slot, flight, rules.Decide(flight, result, now, chance), now));
        slot.Flight = null;
        slot.State = then;
        var relay = slot.Desk.Ended(result, now, chance);
        domains.Ended(flight.Provider, result, now);
        var run = _brakes.Ended(post, flight.Provider, result, now);
        if (run is RunNews.Pause) Stop(post);
        if (run is RunNews.HoldProvider hold) domains.Hold(hold.Provider, now + hold.For, now);
        return new Consequences(relay, run);
    }

    /// <summary>Lets go of a post: nothing of it is asked for any more, and once it is resumed its brakes are off.</summary>
    public void Stop(PostId post)
    {
        Next.Stop(post);
        Stock.Stop(post);
        _brakes.Forget(post);
    }

    /// <summary>The next round to commit; null while one is open or there is nothing to say.</summary>
    /// <param name="renewAll">True when the leases of idle slices are due for renewal too.</param>
    public Round? NextRound(DateTimeOffset now, bool renewAll)
    {
        // Even while a round is open: a slot that is let go meanwhile must take nobody with it.
        Next.Sweep((post, provider) => MayStart(post, provider, now));
        if (RoundIsOpen || (!renewAll && GathersUntil(now) is not null)) return null;
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
        _open = new OpenRound(round, ended, asked, now);
        return round;
    }

    /// <summary>Takes the open round's answer in.</summary>
    public RoundEffects Committed(RoundResult result, DateTimeOffset now)
    {
        var open = _open ?? throw new InvalidOperationException("No round is open.");
        _open = null;
        _gathering.Committed(now - open.Began);
        foreach (var lost in result.Lost) Stock.Remove(lost);
        foreach (var ended in open.Ended) Settle(ended);
        var granted = open.Asked.Zip(result.Answers).Where(pair => Answer(pair.First, pair.Second)).Select(pair => pair.First);
        Slot[] starting = [.. granted];
        if (!Draining) Next.Choose(starting, (post, provider) => domains.MayFollow(provider, now) && _brakes.Closed(post, provider) is null);
        RoundEffects effects = new(
            starting,
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

    /// <summary>Readers that are better decided now than kept waiting, with what becomes of them; null when there are none.</summary>
    /// <param name="crowd">So many may wait in memory in all.</param>
    public Unsent? NextUnsent(DateTimeOffset now, double chance, int crowd) => Draining ? null : Readers.NextUnsent(now, chance, crowd);

    /// <summary>They are decided: durably, or by somebody else who took the slice over.</summary>
    public void UnsentWritten(Unsent unsent) => Stock.Find(unsent.Slice)?.Settle(unsent.Flights.Count);

    /// <summary>They could not be decided: they wait on.</summary>
    public void UnsentFailed(Unsent unsent)
    {
        foreach (var flight in unsent.Flights) Stock.PutBack(flight);
    }

    private List<Slot> Ask(DateTimeOffset now)
    {
        List<Slot> asking = [];
        IsStarved = false;
        if (Draining || Stock.Waiting + Next.Count == 0) return asking;
        var turns = new RelayTurns(relays, now);
        while (turns.Next(now) is { } slot)
        {
            var flight = Next.Take(slot) ?? (IsStarved ? null : Stock.Pick((post, provider) => MayStart(post, provider, now)));
            if (flight is null)
            {
                IsStarved = Stock.Waiting > 0;
                if (Next.Count == 0) break;
                continue;
            }

            slot.Flight = flight;
            slot.State = SlotState.Asking;
            slot.Desk.Took(now);
            domains.Took(flight.Provider, now);
            _brakes.Closed(flight.Slice.Key.Post, flight.Provider)?.Took(now);
            asking.Add(slot);
        }

        return asking;
    }

    private bool MayStart(PostId post, string provider, DateTimeOffset now) =>
        domains.MayStart(provider, now) && _brakes.Closed(post, provider)?.MayStart(now) != false;

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
        slot.Desk.GaveBack();
        domains.GaveBack(flight.Provider);
        _brakes.Closed(flight.Slice.Key.Post, flight.Provider)?.GaveBack();
        Stock.Find(flight.Slice)?.Settle();
        if (answer == IntentAnswer.NotSending) Stop(flight.Slice.Key.Post);
        return false;
    }

    private static IntentRequest Request(Slot slot)
    {
        var flight = slot.Flight!;
        return new IntentRequest(slot.No, flight.Slice, flight.Recipient.Id, flight.Attempt, flight.Letter.Revision);
    }

    private sealed record OpenRound(Round Round, IReadOnlyList<EndedFlight> Ended, IReadOnlyList<Slot> Asked, DateTimeOffset Began);

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
/// <param name="OfDay">Of its limit a day; else of that a second.</param>
internal sealed record ShareWish(RelayDesk Relay, int Wanted, bool OfDay);

/// <summary>What the end of a message means beyond its delivery.</summary>
internal sealed record Consequences(RelayNews? Relay, RunNews? Run);
