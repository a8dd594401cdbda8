using ActorMail.Delivery;
using ActorMail.Relays;
using Microsoft.Extensions.Time.Testing;

namespace ActorMail.Tests.Delivery;

/// <summary>When a round waits for messages that are about to end.</summary>
public partial class DispatchDeskTests
{
    [Fact]
    public void Where_messages_end_much_sooner_than_a_commit_one_commit_serves_them_all()
    {
        var (desk, clock) = Running(commit: 10, message: 2);
        EndAfter(desk, clock, 1, milliseconds: 1);
        Assert.Null(desk.NextRound(clock.GetUtcNow(), false));
        EndAfter(desk, clock, 2, milliseconds: 0);
        EndAfter(desk, clock, 3, milliseconds: 1);

        var round = desk.NextRound(clock.GetUtcNow(), false)!;
        Assert.Equal((3, 3), (round.Outcomes.Count, round.Requests.Count));
    }

    [Theory]
    [InlineData(10, 6)]
    [InlineData(1, 2)]
    public void Where_they_take_more_than_half_of_it_a_round_begins_with_the_first(int commit, int message)
    {
        var (desk, clock) = Running(commit, message);
        EndAfter(desk, clock, 1, milliseconds: message);
        Assert.Single(desk.NextRound(clock.GetUtcNow(), false)!.Outcomes);
    }

    [Fact]
    public void Nobody_is_waited_for_longer_than_a_commit_takes()
    {
        var (desk, clock) = Running(commit: 10, message: 2);
        EndAfter(desk, clock, 1, milliseconds: 1);
        var until = desk.GathersUntil(clock.GetUtcNow())!.Value;
        Assert.InRange(until - clock.GetUtcNow(), TimeSpan.FromMilliseconds(7), TimeSpan.FromMilliseconds(10));

        clock.SetUtcNow(until);
        Assert.Single(desk.NextRound(clock.GetUtcNow(), false)!.Outcomes);
    }

    [Fact]
    public void Leases_that_are_due_and_the_end_of_all_wait_for_nobody()
    {
        var (desk, clock) = Running(commit: 10, message: 2);
        EndAfter(desk, clock, 1, milliseconds: 1);
        desk.Draining = true;
        Assert.Null(desk.GathersUntil(clock.GetUtcNow()));
        desk.Draining = false;
        Assert.NotNull(desk.NextRound(clock.GetUtcNow(), renewAll: true));
    }

    [Fact]
    public void One_slow_message_ends_the_waiting_for_a_while()
    {
        var (desk, clock) = Running(commit: 10, message: 2);
        EndAfter(desk, clock, 1, milliseconds: 40);
        Assert.Null(desk.GathersUntil(clock.GetUtcNow()));
        desk.Committed(Answer(desk.NextRound(clock.GetUtcNow(), false)!), After(clock, 10));
        EndAfter(desk, clock, 1, milliseconds: 2);
        Assert.NotNull(desk.NextRound(clock.GetUtcNow(), false));
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_nobody_wait()
    {
        var (desk, clock) = Running(commit: 10, message: 2);
        var before = clock.GetUtcNow() - TimeSpan.FromHours(1);
        Assert.NotNull(desk.GathersUntil(clock.GetUtcNow()));
        Assert.Null(desk.GathersUntil(before));
    }

    /// <summary>Three messages on the wire, after as many rounds as it takes to know what a commit and a message take.</summary>
    private (DispatchDesk Desk, FakeTimeProvider Clock) Running(int commit, int message)
    {
        var clock = new FakeTimeProvider(Now);
        var desk = ADesk(slots: 3, readers: 600, time: clock);
        desk.Committed(Answer(desk.NextRound(Now, false)!), After(clock, commit));
        for (var round = 0; round < 100; round++)
        {
            var ended = After(clock, message);
            foreach (var slot in desk.Slots) desk.Ended(slot, new SendResult.Accepted(Ok), SlotState.Free, ended, 0);
            desk.Committed(Answer(desk.NextRound(ended, false)!), After(clock, commit));
        }

        return (desk, clock);
    }

    private static void EndAfter(DispatchDesk desk, FakeTimeProvider clock, int slot, int milliseconds) =>
        desk.Ended(desk.Slots.ElementAt(slot - 1), new SendResult.Accepted(Ok), SlotState.Free, After(clock, milliseconds), 0);

    private static DateTimeOffset After(FakeTimeProvider clock, int milliseconds)
    {
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return clock.GetUtcNow();
    }
}
