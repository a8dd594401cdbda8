using ActorMail.Relays;
using ActorMail.SignUps;

namespace ActorMail.Tests.SignUps;

public sealed class RelayRestsTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void A_relay_rests_longer_each_time_up_to_five_minutes_and_anew_once_it_worked()
    {
        RelayRests rests = new(_clock);
        Assert.False(rests.IsResting("one"));
        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 160, 300, 300 }) AssertRests(rests, RelayFaultKind.Unavailable, seconds);
        Assert.False(rests.IsResting("two"));
        rests.Works("one");
        AssertRests(rests, RelayFaultKind.Unavailable, 5);
    }

    [Theory]
    [InlineData(RelayFaultKind.Credentials)]
    [InlineData(RelayFaultKind.Security)]
    public void Where_a_person_has_to_act_it_rests_an_hour(RelayFaultKind kind) => AssertRests(new RelayRests(_clock), kind, 3600);

    private void AssertRests(RelayRests rests, RelayFaultKind kind, int seconds)
    {
        rests.Rest("one", kind);
        _clock.Now += TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1);
        Assert.True(rests.IsResting("one"), $"{seconds} s");
        _clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.False(rests.IsResting("one"), $"{seconds} s");
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 5, 7, 9, 30, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
