using ActorMail.Delivery;
using ActorMail.Relays;

namespace ActorMail.Tests.Delivery;

public class RelayPaceTests
{
    private const int Connections = 4;
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_limit_everything_is_taken_and_nothing_asked_for()
    {
        var pace = APace(null);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(Takes(pace, Start)));
        Assert.Equal(0, pace.Ask(Start, 1000));
    }

    [Fact]
    public void Without_a_share_nothing_is_taken()
    {
        var pace = APace(10);
        Assert.False(Takes(pace, Start));
        Assert.False(Takes(pace, Start.AddHours(1)));
    }

    [Fact]
    public void Turns_come_when_the_share_says()
    {
        var pace = WithShare(10, count: 3, inMs: 50, everyMs: 100);
        var taken = Enumerable.Range(0, 1000).Where(ms => Takes(pace, Start.AddMilliseconds(ms)));
        Assert.Equal([50, 150, 250], taken);
    }

    [Fact]
    public void Turns_not_taken_gather_up_to_one_a_connection()
    {
        var pace = WithShare(100, count: 20, inMs: 0, everyMs: 10);
        Assert.Equal(Connections, Enumerable.Range(0, 20).Count(_ => Takes(pace, Start.AddSeconds(5))));
    }

    [Fact]
    public void While_messages_are_under_way_the_fewer_turns_gather()
    {
        var pace = WithShare(100, count: 20, inMs: 0, everyMs: 10);
        for (var taken = 0; taken < 3; taken++) Assert.True(Takes(pace, Start.AddMilliseconds(10 * taken)));
        var later = Start.AddSeconds(5);
        Assert.True(Takes(pace, later));
        Assert.False(Takes(pace, later));
        for (var ended = 0; ended < 4; ended++) pace.Ended();
        pace.Answered(Share(20, 0, 10), later);
        Assert.Equal(Connections, Enumerable.Range(0, 20).Count(_ => Takes(pace, later.AddSeconds(5))));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var pace = WithShare(1, count: 1, inMs: 0, everyMs: 1000);
        Assert.True(Takes(pace, Start));
        Assert.False(Takes(pace, Start));
        pace.GiveBack();
        Assert.True(Takes(pace, Start));
    }

    [Fact]
    public void More_is_asked_for_once_and_before_the_last_turn_is_taken()
    {
        var pace = APace(40);
        Assert.Equal(5, pace.Ask(Start, 1000));
        Assert.Equal(0, pace.Ask(Start, 1000));
        pace.Answered(Share(5, 0, 25), Start);
        Assert.Equal(5, pace.Ask(Start, 1000));
        pace.Answered(Share(5, 125, 25), Start);
        Assert.Equal(0, pace.Ask(Start, 1000));
        for (var taken = 0; taken < 5; taken++) Assert.True(Takes(pace, Start.AddMilliseconds(taken * 25)));
        Assert.Equal(5, pace.Ask(Start.AddMilliseconds(100), 1000));
    }

    [Fact]
    public void No_more_is_asked_for_than_readers_wait()
    {
        var pace = APace(400);
        Assert.Equal(0, pace.Ask(Start, 0));
        Assert.Equal(3, pace.Ask(Start, 3));
        pace.Answered(Share(3, 0, 2.5), Start);
        Assert.Equal(0, pace.Ask(Start, 3));
    }

    [Fact]
    public void After_an_answer_of_none_it_is_asked_again_when_the_answer_says()
    {
        var pace = APace(0.5);
        Assert.Equal(1, pace.Ask(Start, 1000));
        pace.Answered(Share(0, 1750, 2000), Start);
        Assert.Equal(0, pace.Ask(Start.AddMilliseconds(1749), 1000));
        Assert.Equal(Start.AddMilliseconds(1750), pace.Due(1000));
        Assert.Equal(1, pace.Ask(Start.AddMilliseconds(1750), 1000));
    }

    [Fact]
    public void Without_an_answer_it_is_asked_again_after_the_wait()
    {
        var pace = APace(10);
        pace.Ask(Start, 1000);
        Assert.Null(pace.Due(1000));
        pace.Unanswered(Start, TimeSpan.FromSeconds(1));
        Assert.Equal(0, pace.Ask(Start.AddMilliseconds(999), 1000));
        Assert.NotEqual(0, pace.Ask(Start.AddSeconds(1), 1000));
    }

    [Fact]
    public void An_answer_that_comes_sooner_than_the_one_before_brings_no_turn_nearer()
    {
        var pace = WithShare(10, count: 1, inMs: 200, everyMs: 100);
        pace.Answered(Share(2, 250, 100), Start);
        var taken = Enumerable.Range(0, 1000).Where(ms => Takes(pace, Start.AddMilliseconds(ms)));
        Assert.Equal([200, 300, 400], taken);
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_stop_it()
    {
        var pace = WithShare(10, count: 2, inMs: 50, everyMs: 100);
        Assert.False(Takes(pace, Start));
        var earlier = Start.AddHours(-1);
        Assert.NotEqual(0, pace.Ask(earlier, 1000));
        pace.Answered(Share(1, 0, 100), earlier);
        Assert.True(Takes(pace, earlier));
    }

    private static bool Takes(RelayPace pace, DateTimeOffset now)
    {
        if (!pace.HasTurn(now)) return false;
        pace.Take();
        return true;
    }

    private static RelayPace APace(double? perSecond) => new(new RelaySettings
    {
        Name = "relay", Host = "localhost", Port = 25, MaxConnections = Connections, MessagesPerSecond = perSecond,
    });

    private static RelayPace WithShare(double perSecond, int count, double inMs, double everyMs)
    {
        var pace = APace(perSecond);
        pace.Answered(Share(count, inMs, everyMs), Start);
        return pace;
    }

    private static RelayShare Share(int count, double inMs, double everyMs) =>
        new(count, TimeSpan.FromMilliseconds(inMs), TimeSpan.FromMilliseconds(everyMs));
}
