using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Tests.Delivery;

public partial class DispatchDeskTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly SmtpReply Ok = new(250, "2.0.0", "ok");
    private readonly RelaySettings _relay = new() { Name = "relay", Host = "localhost", Port = 25 };

    [Fact]
    public void Nothing_starts_before_its_intent_is_granted()
    {
        var desk = ADesk(slots: 2, readers: 3);
        var round = desk.NextRound(Now, false)!;
        Assert.Equal(2, round.Requests.Count);
        Assert.All(desk.Slots, slot => Assert.Equal(SlotState.Asking, slot.State));
        var effects = desk.Committed(Answer(round, IntentAnswer.Granted), Now);
        Assert.Equal(2, effects.Granted.Count);
        Assert.All(desk.Slots, slot => Assert.Equal(SlotState.Sending, slot.State));
    }

    [Fact]
    public void While_a_round_is_open_endings_wait_for_the_next_which_takes_them_all()
    {
        var desk = ADesk(slots: 3, readers: 9);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        End(desk, 1, new SendResult.Accepted(Ok));
        var open = desk.NextRound(Now, false)!;
        Assert.Single(open.Outcomes);
        End(desk, 2, new SendResult.Accepted(Ok));
        End(desk, 3, new SendResult.Accepted(Ok));
        Assert.Null(desk.NextRound(Now, false));
        desk.Committed(Answer(open, IntentAnswer.Granted), Now);
        var next = desk.NextRound(Now, false)!;
        Assert.Equal((2, 2), (next.Outcomes.Count, next.Requests.Count));
    }

    [Fact]
    public void A_mailers_next_intent_is_never_in_an_earlier_round_than_its_outcome()
    {
        var desk = ADesk(slots: 1, readers: 2);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        End(desk, 1, new SendResult.Accepted(Ok));
        var round = desk.NextRound(Now, false)!;
        Assert.Equal((1, 1), (round.Outcomes.Single().Mailer, round.Requests.Single().Mailer));
        Assert.NotEqual(round.Outcomes.Single().Subscriber, round.Requests.Single().Subscriber);
    }

    [Fact]
    public void The_round_with_the_last_outcome_finishes_the_slice()
    {
        var desk = ADesk(slots: 1, readers: 1);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        End(desk, 1, new SendResult.Accepted(Ok));
        var round = desk.NextRound(Now, false)!;
        Assert.Single(round.Finished);
        Assert.Single(desk.Committed(Answer(round), Now).FinishedIn);
        Assert.Null(desk.NextRound(Now, true));
    }

    [Fact]
    public void A_slice_whose_last_readers_are_skipped_is_finished_by_a_round_of_its_own()
    {
        var desk = ADesk(slots: 1, readers: 1);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Skipped), Now);
        Assert.Single(desk.NextRound(Now, false)!.Finished);
    }

    [Fact]
    public void A_slice_leased_with_nobody_left_is_finished_at_once()
    {
        var desk = ADesk(slots: 1, readers: 0);
        Assert.Single(desk.NextRound(Now, false)!.Finished);
    }

    [Fact]
    public void A_message_that_did_not_start_goes_back_and_is_asked_for_again_uncounted()
    {
        var desk = ADesk(slots: 1, readers: 1);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        End(desk, 1, new SendResult.Broken("reset"));
        var round = desk.NextRound(Now, false)!;
        Assert.IsType<DeliveryOutcome.Returned>(round.Outcomes.Single().Outcome);
        Assert.Empty(round.Finished);
        desk.Committed(Answer(round), Now);
        Assert.Equal(1, desk.NextRound(Now, false)!.Requests.Single().Attempt);
    }

    [Fact]
    public void A_message_that_keeps_breaking_its_connection_is_deferred_and_counted()
    {
        var desk = ADesk(slots: 1, readers: 1);
        var outcomes = new List<DeliveryOutcome>();
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        for (var time = 0; time < 4; time++)
        {
            // The relay is left alone for a moment in between.
            var later = Now.AddMinutes(time);
            desk.Ended(desk.Slots.First(), new SendResult.Broken("reset"), SlotState.Free, later, 0);
            var round = desk.NextRound(later, false)!;
            outcomes.Add(round.Outcomes.Single().Outcome);
            desk.Committed(Answer(round), Now);
            if (desk.NextRound(later.AddMinutes(1), false) is { Requests.Count: > 0 } next) desk.Committed(Answer(next, IntentAnswer.Granted), Now);
        }

        Assert.Equal(["Returned", "Returned", "Returned", "Deferred"], outcomes.Select(outcome => outcome.GetType().Name));
    }

    [Fact]
    public void A_paused_posts_slices_are_left_once_nothing_of_them_is_outstanding()
    {
        var desk = ADesk(slots: 2, readers: 5);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        End(desk, 1, new SendResult.Accepted(Ok));
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.NotSending), Now);
        Assert.Empty(desk.Stock.Released());
        Assert.Equal(0, desk.Stock.Waiting);
        End(desk, 2, new SendResult.Accepted(Ok));
        var last = desk.NextRound(Now, false)!;
        Assert.Empty(last.Requests);
        desk.Committed(Answer(last), Now);
        Assert.Single(desk.Stock.Released());
    }

    [Fact]
    public void A_lost_slice_is_forgotten_and_its_late_outcome_still_told()
    {
        var desk = ADesk(slots: 1, readers: 3);
        var round = desk.NextRound(Now, false)!;
        desk.Committed(Answer(round, IntentAnswer.Granted), Now);
        var renewal = desk.NextRound(Now, true)!;
        desk.Committed(new RoundResult([.. renewal.Renew], []), Now);
        Assert.Equal(0, desk.Stock.Waiting);
        End(desk, 1, new SendResult.Accepted(Ok));
        var late = desk.NextRound(Now, false)!;
        Assert.Single(late.Outcomes);
        Assert.Empty(late.Renew);
    }

    [Fact]
    public void A_mailer_that_vanishes_while_sending_leaves_its_delivery_in_doubt()
    {
        var desk = ADesk(slots: 1, readers: 1);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        desk.MailerLost(desk.Slots.First(), Now, 0);
        Assert.IsType<DeliveryOutcome.Uncertain>(desk.NextRound(Now, false)!.Outcomes.Single().Outcome);
    }

    [Fact]
    public void Two_posts_take_turns()
    {
        var desk = ADesk(slots: 4, readers: 10);
        desk.Stock.Add(ASlice(post: 2, readers: 10));
        var round = desk.NextRound(Now, false)!;
        Assert.Equal([1L, 2L, 1L, 2L], round.Requests.Select(request => request.Slice.Key.Post.Value));
    }

    [Fact]
    public void A_draining_desk_asks_for_nothing_and_still_tells_endings()
    {
        var desk = ADesk(slots: 2, readers: 9);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        desk.Draining = true;
        End(desk, 1, new SendResult.Accepted(Ok));
        var round = desk.NextRound(Now, false)!;
        Assert.Equal((1, 0), (round.Outcomes.Count, round.Requests.Count));
        desk.Committed(Answer(round), Now);
        Assert.Equal(1, desk.Unsettled);
    }

    [Fact]
    public void A_refusal_that_would_meet_everyone_stops_the_post_and_blames_nobody()
    {
        var desk = ADesk(slots: 1, readers: 5);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Granted), Now);
        End(desk, 1, new SendResult.RunRefused(new SmtpReply(550, "5.7.1", "sender refused")));
        var round = desk.NextRound(Now, false)!;
        Assert.IsType<DeliveryOutcome.Returned>(round.Outcomes.Single().Outcome);
        Assert.Empty(round.Requests);
    }

    [Fact]
    public void A_limited_relay_starts_as_many_as_its_share_says_and_asks_in_good_time()
    {
        var desk = ADesk(slots: 3, readers: 9, perSecond: 8);
        Assert.Null(desk.NextRound(Now, false));
        var wish = Assert.Single(desk.SharesToAskFor(Now));
        Assert.Equal(1, wish.Wanted);
        Assert.Null(desk.Due(Now));
        wish.Relay.Pace.Answered(new RelayShare(1, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(125)), Now);
        Assert.Single(desk.SharesToAskFor(Now));
        Assert.Null(desk.NextRound(Now.AddMilliseconds(19), false));
        Assert.Equal(Now.AddMilliseconds(20), desk.Due(Now));

        Assert.Single(desk.NextRound(Now.AddMilliseconds(20), false)!.Requests);
        Assert.Null(desk.Due(Now));
    }

    [Fact]
    public void Nothing_is_asked_of_a_limit_without_readers_without_a_session_or_while_draining()
    {
        Assert.Empty(ADesk(slots: 2, readers: 0, perSecond: 8).SharesToAskFor(Now));
        var down = ADesk(slots: 2, readers: 9, perSecond: 8);
        foreach (var slot in down.Slots) slot.State = SlotState.Down;
        Assert.Empty(down.SharesToAskFor(Now));
        var draining = ADesk(slots: 2, readers: 9, perSecond: 8);
        draining.Draining = true;
        Assert.Empty(draining.SharesToAskFor(Now));
        Assert.Empty(ADesk(slots: 2, readers: 9).SharesToAskFor(Now));
    }

    [Fact]
    public void A_turn_whose_message_never_started_is_the_next_ones()
    {
        var desk = ADesk(slots: 1, readers: 2, perSecond: 1);
        desk.SharesToAskFor(Now).Single().Relay.Pace.Answered(new RelayShare(1, TimeSpan.Zero, TimeSpan.FromSeconds(1)), Now);
        desk.Committed(Answer(desk.NextRound(Now, false)!, IntentAnswer.Skipped), Now);
        Assert.Single(desk.NextRound(Now, false)!.Requests);
    }

    [Fact]
    public void Mailers_are_woken_only_as_far_as_there_is_work()
    {
        var desk = ADesk(slots: 4, readers: 2);
        foreach (var slot in desk.Slots) slot.State = SlotState.Asleep;
        Assert.Equal(2, desk.ToWake(Now).Count());
        desk.Slots.First().State = SlotState.Connecting;
        Assert.Single(desk.ToWake(Now));
    }

    private static void End(DispatchDesk desk, int slot, SendResult result) =>
        desk.Ended(desk.Slots.ElementAt(slot - 1), result, SlotState.Free, Now, 0);

    private static RoundResult Answer(Round round, IntentAnswer answer = IntentAnswer.Granted) =>
        new([], [.. round.Requests.Select(_ => answer)]);

    private DispatchDesk ADesk(int slots, int readers, double? perSecond = null, TimeProvider? time = null)
    {
        var domains = new DomainDesk(DomainLimits.Default);
        var relay = new RelayDesk(_relay with { MessagesPerSecond = perSecond });
        relay.Slots.AddRange(Enumerable.Range(1, slots).Select(no => new Slot(no, relay, time) { State = SlotState.Free }));
        for (var warm = 0; perSecond is null && warm < 100; warm++)
        {
            relay.Took(Now);
            relay.Ended(new SendResult.Accepted(Ok), Now, 0);
            domains.Took("example.org", Now);
            domains.Ended("example.org", new SendResult.Accepted(Ok), Now);
        }

        var desk = new DispatchDesk(
            new Incarnation(1),
            "node",
            TimeSpan.FromSeconds(30),
            new OutcomeRules(RetrySchedule.Default, OnUncertain.Resend),
            [relay],
            domains);
        desk.Stock.Add(ASlice(post: 1, readers));
        return desk;
    }

    private static HeldSlice ASlice(long post, int readers, int no = 1, Func<int, DateTimeOffset?>? since = null) => new(
        new LeasedSlice(
            new SliceLease(new SliceKey(new PostId(post), no), 1),
            SliceKind.First,
            [.. Enumerable.Range(1, readers).Select(n => new Recipient(
                new SubscriberId(post * 1000 + n), EmailAddress.Parse($"r{n}@example.org"), null, new Dictionary<string, string>(), 0,
                FirstTriedAt: since?.Invoke(n)))]),
        new Letter(new PostId(post)));

    private sealed record Letter(PostId Post) : ILetter
    {
        public int Revision => 1;
    }
}
