using ActorMail.Relays;

namespace ActorMail.Tests.Relays;

public class RelayDayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Rest = TimeSpan.FromHours(12);

    [Fact]
    public void Without_a_limit_nothing_is_asked_for()
    {
        var day = ADay(null);
        Assert.Equal((true, 0), (day.HasTurn(Now), day.Ask(Now, 1000)));
    }

    [Fact]
    public void It_takes_small_shares_in_good_time_and_no_more_than_wait()
    {
        var day = ADay(1000);
        Assert.False(day.HasTurn(Now));
        Assert.Equal(10, day.Ask(Now, 1000));
        Assert.Equal(0, day.Ask(Now, 1000));
        day.Answered(new DayShare(10, 10, Rest), Now);
        for (var taken = 0; taken < 4; taken++) Take(day, Now);
        Assert.Equal(0, day.Ask(Now, 1000));
        Take(day, Now);
        Assert.Equal(10, day.Ask(Now, 1000));
        Assert.Equal(3, ADay(1000).Ask(Now, 3));
        Assert.Equal(1, ADay(5).Ask(Now, 1000));
        Assert.Equal(100, ADay(1_000_000).Ask(Now, 1000));
    }

    [Fact]
    public void A_used_up_day_starts_nothing_until_the_next_and_says_so()
    {
        var day = ADay(5);
        day.Ask(Now, 100);
        day.Answered(new DayShare(1, 5, Rest), Now);
        Take(day, Now);
        day.Ask(Now, 100);
        day.Answered(new DayShare(0, 5, Rest), Now);
        Assert.Equal((false, Now + Rest, 5), (day.HasTurn(Now), day.UsedUpUntil, day.Used));
        Assert.Equal(0, day.Ask(Now.AddMinutes(4), 100));
        Assert.Equal(1, day.Ask(Now.AddMinutes(5), 100));
    }

    [Fact]
    public void What_is_left_of_a_day_is_not_taken_into_the_next()
    {
        var day = ADay(1000);
        day.Ask(Now, 100);
        day.Answered(new DayShare(10, 10, Rest), Now);
        Assert.True(day.HasTurn(Now + Rest - TimeSpan.FromMilliseconds(1)));
        Assert.False(day.HasTurn(Now + Rest));
        Assert.Equal(10, day.Ask(Now + Rest, 100));
    }

    private static void Take(RelayDay day, DateTimeOffset now)
    {
        Assert.True(day.HasTurn(now));
        day.Take();
    }

    private static RelayDay ADay(int? perDay) =>
        new(new RelaySettings { Name = "relay", Host = "localhost", Port = 25, MessagesPerDay = perDay });
}
