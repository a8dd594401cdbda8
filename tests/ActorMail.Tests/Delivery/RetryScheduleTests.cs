using ActorMail.Delivery;

namespace ActorMail.Tests.Delivery;

public class RetryScheduleTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 15)]
    [InlineData(3, 30)]
    [InlineData(4, 60)]
    [InlineData(5, 120)]
    [InlineData(6, 240)]
    [InlineData(7, 240)]
    [InlineData(11, 240)]
    public void The_waits_grow_and_then_stay(int attempts, int minutes) =>
        Assert.Equal(First.AddMinutes(minutes), RetrySchedule.Default.Next(attempts, First, First, 0));

    [Fact]
    public void Chance_makes_a_wait_at_most_a_fifth_longer() =>
        Assert.Equal(First.AddMinutes(6), RetrySchedule.Default.Next(1, First, First, 1));

    [Theory]
    [InlineData(1, 30, 30)]
    [InlineData(3, 5, 30)]
    public void A_wait_that_was_asked_for_is_never_made_shorter(int attempts, int asked, int minutes) => Assert.Equal(
        First.AddMinutes(minutes), RetrySchedule.Default.Next(attempts, First, First, 0, TimeSpan.FromMinutes(asked)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(7, 60)]
    [InlineData(500, 60)]
    public void What_is_not_the_readers_doing_waits_twice_as_long_each_time(int uncounted, int minutes) => Assert.Equal(
        First.AddMinutes(minutes), RetrySchedule.Default.NextUncounted(uncounted, First, First, 0, TimeSpan.FromMinutes(1)));

    [Fact]
    public void A_long_wait_of_that_kind_stays_as_long() => Assert.Equal(
        First.AddHours(2), RetrySchedule.Default.NextUncounted(4, First, First, 0, TimeSpan.FromHours(2)));

    [Fact]
    public void It_is_given_up_when_the_next_attempt_would_be_too_late()
    {
        var late = First.AddHours(48).AddMinutes(-239);
        Assert.Null(RetrySchedule.Default.Next(12, First, late, 0));
        Assert.NotNull(RetrySchedule.Default.Next(12, First, late.AddMinutes(-2), 0));
    }
}
