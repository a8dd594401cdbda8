using ActorMail.PostFiles;

namespace ActorMail.Tests.Cli;

public sealed class MomentTests
{
    /// <summary>One hour ahead of UTC, two in summer, the clocks skipping 02:00 to 03:00 on the last Sunday of March.</summary>
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone(
        "Test", TimeSpan.FromHours(1), "Test", "Test", "Test",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);

    [Theory]
    [InlineData("2026-03-01T09:00Z", "2026-03-01T09:00:00+00:00")]
    [InlineData("2026-03-01T09:00:30.5Z", "2026-03-01T09:00:30.5+00:00")]
    [InlineData("2026-03-01T09:00+05:30", "2026-03-01T09:00:00+05:30")]
    [InlineData("2026-03-01 09:00:00 -08:00", "2026-03-01T09:00:00-08:00")]
    [InlineData("2026-03-01 09:00", "2026-03-01T09:00:00+01:00")]
    [InlineData(" 2026-07-01T09:00 ", "2026-07-01T09:00:00+02:00")]
    public void A_time_without_offset_is_one_of_the_authors_zone(string text, string expected)
    {
        Assert.True(Moment.TryParse(text, Zone, out var moment, out var reason), reason);
        Assert.Equal(DateTimeOffset.Parse(expected), moment);
        Assert.Equal(DateTimeOffset.Parse(expected).Offset, moment.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2026-03-01")]
    [InlineData("01/03/2026 09:00")]
    [InlineData("2026-13-01 09:00")]
    [InlineData("2026-03-29 02:30")]
    public void What_is_no_time_is_refused(string text)
    {
        Assert.False(Moment.TryParse(text, Zone, out _, out var reason));
        Assert.Contains($"'{text}'", reason);
    }
}
