using ActorMail.Delivery;

namespace ActorMail.Tests.Delivery;

public class RelayPaceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(0.5)]
    public void Over_a_minute_no_more_is_taken_than_allowed_and_hardly_less(double perSecond)
    {
        var pace = new RelayPace(perSecond);
        var taken = Enumerable.Range(0, 60_000).Count(ms => pace.TryTake(Start.AddMilliseconds(ms)));
        Assert.InRange(taken, perSecond * 60 * 0.97, perSecond * 60 + Math.Max(1, perSecond / 10) + 1);
    }

    [Fact]
    public void Without_a_limit_everything_is_taken()
    {
        var pace = new RelayPace(null);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(pace.TryTake(Start)));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var pace = new RelayPace(1);
        Assert.True(pace.TryTake(Start));
        Assert.False(pace.TryTake(Start));
        pace.GiveBack();
        Assert.True(pace.TryTake(Start));
    }
}
