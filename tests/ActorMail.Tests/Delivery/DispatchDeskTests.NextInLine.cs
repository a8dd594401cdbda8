using ActorMail.Delivery;
using ActorMail.Relays;

namespace ActorMail.Tests.Delivery;

/// <summary>Who is told to a relay ahead, and what becomes of them.</summary>
public partial class DispatchDeskTests
{
    [Fact]
    public void Who_is_next_on_a_slot_is_known_when_its_message_starts_and_asked_for_when_it_has_ended()
    {
        var desk = Started(slots: 2, readers: 9);
        var next = desk.Slots.Select(slot => slot.Next!.Recipient.Id.Value).ToList();
        Assert.Equal([1003L, 1004L], next);

        End(desk, 2, new SendResult.Accepted(Ok));
        var round = desk.NextRound(Now, false)!;
        Assert.Equal((2, 1004L), (round.Requests.Single().Mailer, round.Requests.Single().Subscriber.Value));
        Assert.Null(desk.Slots.Last().Next);
    }

    [Fact]
    public void Everybody_is_asked_for_once_whoever_was_next()
    {
        var desk = ADesk(slots: 3, readers: 20);
        List<long> asked = [];
        while (desk.NextRound(Now, false) is { } round)
        {
            asked.AddRange(round.Requests.Select(request => request.Subscriber.Value));
            foreach (var slot in desk.Committed(Answer(round), Now).Granted)
                desk.Ended(slot, new SendResult.Accepted(Ok), asked.Count % 4 == 0 ? SlotState.Asleep : SlotState.Free, Now, 0);
            foreach (var slot in desk.ToWake(Now)) slot.State = SlotState.Free;
        }

        Assert.Equal(Enumerable.Range(1001, 20).Select(n => (long)n), asked.Order());
        Assert.Empty(desk.Stock.Slices);
    }

    [Fact]
    public void At_a_runs_end_the_last_readers_wait_for_no_connection()
    {
        var desk = Started(slots: 4, readers: 7);
        Assert.All(desk.Slots, slot => Assert.Null(slot.Next));
    }

    [Fact]
    public void A_relay_with_a_limit_is_told_of_nobody_ahead()
    {
        var desk = ADesk(slots: 1, readers: 9, perSecond: 8);
        desk.SharesToAskFor(Now).Single().Relay.Pace.Answered(new RelayShare(1, TimeSpan.Zero, TimeSpan.FromSeconds(1)), Now);
        desk.Committed(Answer(desk.NextRound(Now, false)!), Now);
        Assert.Equal(SlotState.Sending, desk.Slots.Single().State);
        Assert.Null(desk.Slots.Single().Next);
    }

    [Fact]
    public void A_lost_session_gives_its_next_one_to_the_others()
    {
        var desk = Started(slots: 2, readers: 9);
        desk.Ended(desk.Slots.First(), new SendResult.Uncertain("cut"), SlotState.Down, Now, 0);
        desk.Committed(Answer(desk.NextRound(Now, false)!), Now);
        Assert.Null(desk.Slots.First().Next);

        End(desk, 2, new SendResult.Accepted(Ok));
        var round = desk.NextRound(Now, false)!;
        Assert.Equal(1004L, round.Requests.Single().Subscriber.Value);
        desk.Committed(Answer(round), Now);
        Assert.Equal(1003L, desk.Slots.Last().Next!.Recipient.Id.Value);
    }

    [Fact]
    public void A_stopped_posts_next_ones_do_not_keep_its_slice()
    {
        var desk = Started(slots: 2, readers: 9);
        desk.Stop(desk.Stock.Slices.Single().Lease.Key.Post);
        Assert.All(desk.Slots, slot => Assert.Null(slot.Next));

        End(desk, 1, new SendResult.Accepted(Ok));
        End(desk, 2, new SendResult.Accepted(Ok));
        var round = desk.NextRound(Now, false)!;
        Assert.Empty(round.Requests);
        desk.Committed(Answer(round), Now);
        Assert.Single(desk.Stock.Released());
    }

    [Fact]
    public void Of_a_lost_slice_nobody_follows()
    {
        var desk = Started(slots: 2, readers: 9);
        var renewal = desk.NextRound(Now, true)!;
        desk.Committed(new RoundResult([.. renewal.Renew], []), Now);
        End(desk, 1, new SendResult.Accepted(Ok));
        Assert.Empty(desk.NextRound(Now, false)!.Requests);
        Assert.All(desk.Slots, slot => Assert.Null(slot.Next));
    }

    [Fact]
    public void A_relay_that_is_left_alone_keeps_nobody_waiting()
    {
        var desk = Started(slots: 2, readers: 9);
        End(desk, 1, new SendResult.RelayRefused(new SmtpReply(421, "4.3.2", "going down"))
        {
            Verdict = new ReplyVerdict(20, ReplyScope.Relay, new RecipientAction.Untouched(), SessionAction.Restart, new WiderAction.PauseRelay(RelayPause.Session)),
        });
        End(desk, 2, new SendResult.Accepted(Ok));
        var round = desk.NextRound(Now, false)!;
        Assert.Empty(round.Requests);
        desk.Committed(Answer(round), Now);
        Assert.Equal(8, desk.Stock.Waiting);
    }

    [Fact]
    public void A_relay_that_is_let_go_while_a_round_is_open_takes_nobody_along()
    {
        var desk = Started(slots: 2, readers: 9);
        End(desk, 1, new SendResult.Accepted(Ok));
        desk.NextRound(Now, false);
        End(desk, 2, new SendResult.Accepted(Ok));
        desk.Slots.First().Desk.IsRetired = true;
        Assert.Null(desk.NextRound(Now, false));
        Assert.Null(desk.Slots.Last().Next);
        Assert.Equal(6, desk.Stock.Waiting);
    }

    private DispatchDesk Started(int slots, int readers)
    {
        var desk = ADesk(slots, readers);
        desk.Committed(Answer(desk.NextRound(Now, false)!), Now);
        Assert.All(desk.Slots, slot => Assert.Equal(SlotState.Sending, slot.State));
        return desk;
    }
}
