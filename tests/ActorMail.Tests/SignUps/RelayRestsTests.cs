using ActorMail.Relays;
using ActorMail.SignUps;

namespace ActorMail.Tests.SignUps;

public sealed class RelayRestsTests
{
    private static readonly RelaySettings One = new() { Name = "one", Host = "localhost", Port = 25 };
    private static readonly RelaySettings Two = One with { Name = "two" };
    private readonly Clock _clock = new();

    [Fact]
    public void A_relay_rests_longer_each_time_up_to_five_minutes_and_anew_once_it_worked()
    {
        RelayRests rests = new(_clock);
        Assert.False(Rests(rests, One));
        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 160, 300, 300 }) AssertRests(rests, RelayFaultKind.Unavailable, seconds);
        Assert.False(Rests(rests, Two));
        rests.Works(One);
        AssertRests(rests, RelayFaultKind.Unavailable, 5);
    }

    [Theory]
    [InlineData(RelayFaultKind.Credentials)]
    [InlineData(RelayFaultKind.Security)]
    public void Where_a_person_has_to_act_it_rests_an_hour(RelayFaultKind kind) => AssertRests(new RelayRests(_clock), kind, 3600);

    [Theory]
    [InlineData("one", "two")]
    [InlineData("ONE", "two")]
    [InlineData("two", "one")]
    [InlineData("three", "one two")]
    public void A_person_who_says_so_ends_it(string resumed, string resting)
    {
        RelayRests rests = new(_clock);
        rests.Rest(One, RelayFaultKind.Credentials);
        rests.Rest(Two, RelayFaultKind.Credentials);
        rests.Resume(resumed);
        Assert.Equal(resting.Split(' '), new[] { One, Two }.Except(rests.Awake([One, Two])).Select(relay => relay.Name));
    }

    [Fact]
    public void Changed_settings_end_it_and_equal_ones_do_not()
    {
        RelayRests rests = new(_clock);
        rests.Rest(One, RelayFaultKind.Credentials);
        Assert.Empty(rests.Awake([One with { }]));
        Assert.Single(rests.Awake([One with { Password = "the right one" }]));
        // Who puts it back wants it tried as well.
        Assert.Single(rests.Awake([One]));
    }

    private static bool Rests(RelayRests rests, RelaySettings relay) => rests.Awake([One, Two]).All(awake => awake != relay);

    private void AssertRests(RelayRests rests, RelayFaultKind kind, int seconds)
    {
        rests.Rest(One, kind);
        _clock.Now += TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1);
        Assert.True(Rests(rests, One), $"{seconds} s");
        _clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.False(Rests(rests, One), $"{seconds} s");
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 5, 7, 9, 30, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
