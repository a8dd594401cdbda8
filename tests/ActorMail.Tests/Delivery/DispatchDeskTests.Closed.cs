using ActorMail.Delivery;
using ActorMail.Relays;

namespace ActorMail.Tests.Delivery;

/// <summary>A provider that refuses the sender (row 24): nothing goes there for a while, then one message tries.</summary>
public partial class DispatchDeskTests
{
    private static readonly SendResult NotFromYou = ReplyTable.Decide(SmtpPhase.Dot, SmtpReply.Parse(550, "5.7.26 unauthenticated"));
    private static DateTimeOffset Later => Now.AddHours(4);

    [Fact]
    public void After_its_time_a_single_message_tries_and_the_others_follow_when_it_is_accepted()
    {
        var desk = Closed(readersLater: 9);
        var trying = Assert.Single(Start(desk, Later));
        Assert.Null(desk.NextRound(Later, false));
        Assert.Null(desk.NextUnsent(Later.AddSeconds(5), 0, crowd: 100));

        desk.Ended(trying, new SendResult.Accepted(Ok), SlotState.Free, Later, 0);
        Assert.Equal(3, Start(desk, Later).Count);
    }

    [Fact]
    public void One_that_is_refused_again_closes_it_for_as_long_again()
    {
        var desk = Closed(readersLater: 9);
        var trying = Assert.Single(Start(desk, Later));
        Assert.IsType<RunNews.CloseProvider>(desk.Ended(trying, NotFromYou, SlotState.Free, Later, 0).Run);

        Assert.Empty(Start(desk, Later));
        var unsent = desk.NextUnsent(Later, 0, crowd: 100)!;
        Assert.Equal((8, Later.AddHours(4)), (unsent.Flights.Count, Assert.IsType<DeliveryOutcome.Deferred>(unsent.Outcome).NextAttempt));
    }

    [Fact]
    public void One_that_did_not_start_or_was_not_accepted_leaves_the_try_to_the_next()
    {
        var desk = Closed(readersLater: 9);
        desk.Committed(Answer(desk.NextRound(Later, false)!, IntentAnswer.Skipped), Later);
        var trying = Assert.Single(Start(desk, Later));
        desk.Ended(trying, new SendResult.Deferred(new SmtpReply(450, "4.2.0", "later")), SlotState.Free, Later, 0);
        Assert.Single(Start(desk, Later));
    }

    [Fact]
    public void Nobody_stands_in_memory_for_long_while_one_tries()
    {
        var desk = Closed(readersLater: 9);
        Start(desk, Later);
        var unsent = desk.NextUnsent(Later.AddSeconds(31), 0, crowd: 100)!;
        Assert.Equal(
            (8, Later.AddSeconds(31).AddMinutes(5)), (unsent.Flights.Count, Assert.IsType<DeliveryOutcome.Deferred>(unsent.Outcome).NextAttempt));
    }

    [Fact]
    public void Who_has_been_put_off_for_too_long_is_given_up_and_the_others_are_put_off()
    {
        var desk = Started(slots: 1, readers: 1);
        End(desk, 1, NotFromYou);
        desk.Stock.Add(ASlice(post: 1, readers: 3, no: 2, since: n => n == 3 ? null : Now.AddHours(-44.15 + n / 10d)));

        var over = desk.NextUnsent(Now, 0, crowd: 100)!;
        Assert.StartsWith("given up", Assert.IsType<DeliveryOutcome.Rejected>(over.Outcome).Reply.Text, StringComparison.Ordinal);
        Assert.Equal([1001L], over.Flights.Select(flight => flight.Recipient.Id.Value));
        var others = desk.NextUnsent(Now, 0, crowd: 100)!;
        Assert.IsType<DeliveryOutcome.Deferred>(others.Outcome);
        Assert.Equal((true, 2), (others.StartsTime, others.Flights.Count));
        Assert.Null(desk.NextUnsent(Now, 0, crowd: 100));
    }

    /// <summary>Three slots, a provider that closed at <see cref="Now"/>, and readers of it that are due when its time is over.</summary>
    private DispatchDesk Closed(int readersLater)
    {
        var desk = Started(slots: 3, readers: 3);
        for (var slot = 1; slot <= 3; slot++) End(desk, slot, NotFromYou);
        desk.Committed(Answer(desk.NextRound(Now, false)!), Now);
        desk.Stock.Add(ASlice(post: 1, readersLater, no: 2));
        return desk;
    }

    /// <summary>Commits a round, if there is one, and gives the slots whose messages it starts.</summary>
    private static IReadOnlyList<Slot> Start(DispatchDesk desk, DateTimeOffset now) =>
        desk.NextRound(now, false) is { } round ? desk.Committed(Answer(round), now).Granted : [];
}
