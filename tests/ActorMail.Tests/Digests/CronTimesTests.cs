using ActorMail.Digests;

namespace ActorMail.Tests.Digests;

public sealed class CronTimesTests
{
    [Theory]
    [InlineData("0 8 * * 1", "UTC", "2026-07-01T12:00Z", "2026-07-06T08:00Z")]
    [InlineData("0 8 * * 1", "Europe/Berlin", "2026-07-01T12:00Z", "2026-07-06T06:00Z")]
    [InlineData("0 8 * * *", "UTC", "2026-07-01T08:00Z", "2026-07-02T08:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("*/20 * * * * *", "UTC", "2026-07-01T12:00:21Z", "2026-07-01T12:00:40Z")]
    public void The_next_time_is_after_now_and_the_zones_own(string cron, string zone, string after, string expected)
    {
        Assert.True(CronTimes.TryNext(cron, zone, DateTimeOffset.Parse(after), out var next, out var fault), fault?.Message);
        Assert.Equal(DateTimeOffset.Parse(expected), next);
    }

    [Theory]
    [InlineData("soon", "UTC", "cron")]
    [InlineData("", "UTC", "cron")]
    [InlineData("0 8 30 2 *", "UTC", "cron")]
    [InlineData("0 25 * * *", "UTC", "cron")]
    [InlineData("0 8 * * *", "Europe/Nowhere", "zone")]
    public void What_is_wrong_is_named(string cron, string zone, string field)
    {
        Assert.False(CronTimes.TryNext(cron, zone, DateTimeOffset.UnixEpoch, out _, out var fault));
        Assert.Equal(field, fault.Field);
    }
}
