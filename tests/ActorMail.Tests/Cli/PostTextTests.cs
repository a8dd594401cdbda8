using ActorMail.Cli.Posts;

namespace ActorMail.Tests.Cli;

public sealed class PostTextTests
{
    private static readonly PostView Sending = new()
    {
        Id = "abc",
        Subject = "News",
        Status = "sending",
        Totals = new PostTotals { Audience = 100_000, AudienceIsEstimate = true, Accepted = 1_998, Rejected = 2, Deferred = 7, Pending = 97_993 },
        RatePerSecond = 1234.5,
        EtaSeconds = 79.2,
    };

    [Fact]
    public void The_balance_shows_both_sides() => Assert.Equal(
        "audience 1,000 = accepted 998 + rejected 2 + skipped 0 + uncertain 0 + cancelled 0",
        PostText.Balance(new PostTotals { Audience = 1000, Accepted = 998, Rejected = 2 }));

    [Fact]
    public void The_progress_names_an_estimate_the_rate_and_the_rest() => Assert.Equal(
        "sending: 2,000 of about 100,000, accepted 1,998, rejected 2, deferred 7, 1,234/s, 1 min 20 s left",
        PostText.Progress(Sending));

    [Theory]
    [InlineData(0.2, "1 s left")]
    [InlineData(59.1, "1 min 0 s left")]
    [InlineData(3_700, "1 h 1 min left")]
    [InlineData(1e300, "more than a day left")]
    [InlineData(-5, "0 s left")]
    public void The_rest_is_a_readable_time(double seconds, string expected) =>
        Assert.EndsWith(expected, PostText.Progress(Sending with { EtaSeconds = seconds }));

    [Fact]
    public void A_paused_post_says_why() => Assert.Contains(
        "status    paused: the relay refuses the sender",
        PostText.Lines(Sending with { Status = "paused", PausedBecause = "the relay refuses the sender" }));
}
