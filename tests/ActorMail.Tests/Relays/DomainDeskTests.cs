using ActorMail.Relays;

namespace ActorMail.Tests.Relays;

public class DomainDeskTests
{
    private const string Gmail = "gmail.com";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly SendResult Accepted = new SendResult.Accepted(new SmtpReply(250, "2.0.0", "ok"));

    [Theory]
    [InlineData("gmail.com", "gmail.com")]
    [InlineData("GoogleMail.com", "gmail.com")]
    [InlineData("live.com", "outlook.com")]
    [InlineData("hotmail.co.uk", "outlook.com")]
    [InlineData("ymail.com", "yahoo.com")]
    [InlineData("Example.ORG", "example.org")]
    public void Domains_of_one_provider_are_one(string domain, string provider) => Assert.Equal(provider, MailProviders.Of(domain));

    [Fact]
    public void A_provider_starts_at_two_and_grows_to_its_limit()
    {
        var desk = new DomainDesk(new DomainLimits(new DomainLimit(4), new Dictionary<string, DomainLimit>()));
        Assert.Equal(2, StartAll(desk, Gmail));
        Assert.Equal(2, StartAll(desk, "example.org"));
        for (var message = 0; message < 100; message++)
        {
            desk.Ended(Gmail, Accepted, Now);
            desk.Took(Gmail, Now);
        }

        Assert.Equal(2, StartAll(desk, Gmail));
        Assert.Equal(0, StartAll(desk, Gmail));
    }

    [Fact]
    public void A_provider_that_wants_less_gets_one_message_a_minute_for_ninety_minutes_and_others_notice_nothing()
    {
        var desk = new DomainDesk(DomainLimits.Default);
        desk.Took(Gmail, Now);
        desk.Ended(Gmail, Judged("4.7.28 unusual rate of mail"), Now);
        Assert.Equal((false, true), (desk.MayStart(Gmail, Now), desk.MayStart("example.org", Now)));
        Assert.Equal((Now.AddMinutes(90), 1), desk.PutOff(Gmail, Now));
        Assert.Equal(Now.AddMinutes(1), desk.Due([Gmail]));

        var starts = 0;
        for (var at = Now; at < Now.AddMinutes(89); at = at.AddSeconds(1))
        {
            if (!desk.MayStart(Gmail, at)) continue;
            desk.Took(Gmail, at);
            Assert.False(desk.MayStart(Gmail, at));
            desk.Ended(Gmail, Accepted, at);
            starts++;
        }

        Assert.Equal(88, starts);
        var after = Now.AddMinutes(91);
        Assert.True(desk.MayStart(Gmail, after));
        Assert.Null(desk.PutOff(Gmail, after));
    }

    [Fact]
    public void A_provider_that_holds_for_two_hours_gets_nothing_for_so_long()
    {
        var desk = new DomainDesk(DomainLimits.Default);
        desk.Took("yahoo.com", Now);
        desk.Ended("yahoo.com", Judged("4.7.0 [TSS04] Messages temporarily deferred"), Now);
        Assert.False(desk.MayStart("yahoo.com", Now.AddMinutes(119)));
        Assert.Equal((Now.AddHours(2), 0), desk.PutOff("yahoo.com", Now));
        Assert.True(desk.MayStart("yahoo.com", Now.AddHours(2)));
    }

    [Fact]
    public void A_rate_is_held_by_the_clock()
    {
        var desk = new DomainDesk(new DomainLimits(new DomainLimit(20, MessagesPerSecond: 5), new Dictionary<string, DomainLimit>()));
        var started = 0;
        for (var at = Now; at < Now.AddSeconds(10); at = at.AddMilliseconds(7))
        {
            if (!desk.MayStart(Gmail, at)) continue;
            desk.Took(Gmail, at);
            desk.Ended(Gmail, Accepted, at);
            started++;
        }

        Assert.InRange(started, 49, 51);
    }

    [Fact]
    public void A_changed_limit_holds_at_once()
    {
        var desk = new DomainDesk(DomainLimits.Default);
        desk.Took(Gmail, Now);
        desk.Limits = new DomainLimits(new DomainLimit(1), new Dictionary<string, DomainLimit>());
        Assert.False(desk.MayStart(Gmail, Now));
    }

    [Fact]
    public void Providers_that_have_nothing_are_forgotten()
    {
        var desk = new DomainDesk(DomainLimits.Default);
        desk.Hold("held.example", Now.AddHours(1), Now);
        for (var provider = 0; provider < 20_000; provider++)
        {
            desk.Took($"{provider}.example", Now);
            desk.Ended($"{provider}.example", Accepted, Now);
        }

        Assert.InRange(desk.Remembered, 1, 5000);
        Assert.False(desk.MayStart("held.example", Now));
    }

    private static int StartAll(DomainDesk desk, string provider)
    {
        var started = 0;
        for (; desk.MayStart(provider, Now); started++) desk.Took(provider, Now);
        return started;
    }

    private static SendResult Judged(string text) => ReplyTable.Decide(SmtpPhase.Rcpt, SmtpReply.Parse(451, text));
}
