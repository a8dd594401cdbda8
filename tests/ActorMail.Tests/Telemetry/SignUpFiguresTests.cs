using ActorMail.SignUps;
using ActorMail.Telemetry;
using ActorMail.Web.Metrics;

namespace ActorMail.Tests.Telemetry;

public sealed class SignUpFiguresTests
{
    [Fact]
    public void Every_value_of_a_label_is_there_before_the_first_of_its_kind()
    {
        using MailMeter meter = new();
        using MeterReading reading = new(meter);
        var told = reading.Read().Where(family => family.Name.StartsWith("actormail_sign_ups", StringComparison.Ordinal)).ToDictionary(
            family => family.Name["actormail_sign_ups_".Length..],
            family => string.Join(' ', family.Series.Select(series => $"{series.Labels.SingleOrDefault().Value}={series.Sum}")));
        Assert.Equal("taken=0 faulty=0 trap=0 caller=0 hour=0", told["forms_total"]);
        Assert.Equal("mail=0 later=0 joined=0 limited=0 settled=0", told["wishes_total"]);
        Assert.Equal("accepted=0 deferred=0 rejected=0 uncertain=0", told["mails_total"]);
        Assert.Equal("=0", told["confirmed_total"]);
    }

    public static TheoryData<SignUpMailEnd, string> Ends => new()
    {
        { new SignUpMailEnd.Mailed("250"), "accepted" }, { new SignUpMailEnd.Again("450", default), "deferred" },
        { new SignUpMailEnd.Refused("550"), "rejected" }, { new SignUpMailEnd.Refused("given up", Counts: false), "rejected" },
        { new SignUpMailEnd.Uncertain("cut", null), "uncertain" }, { new SignUpMailEnd.Uncertain("cut", TimeSpan.Zero), "uncertain" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void An_attempt_is_counted_by_its_end(SignUpMailEnd end, string outcome)
    {
        using MailMeter meter = new();
        using MeterReading reading = new(meter);
        meter.SignUps.Count(end);
        var counted = reading.Read().Single(family => family.Name == "actormail_sign_ups_mails_total").Series.Single(series => series.Sum > 0);
        Assert.Equal((outcome, 1), (counted.Labels.Single().Value, counted.Sum));
    }
}
