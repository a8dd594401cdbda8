using ActorMail.Delivery;
using ActorMail.Relays;
using ActorMail.SignUps;
using ActorMail.Subscribers;

namespace ActorMail.Tests.SignUps;

public sealed class SignUpEndsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 7, 9, 30, 0, TimeSpan.Zero);
    private static readonly SignUpMail Mail = new(
        new SignUpId(1), "0123456789abcdef0123456789abcdef", 1, 1, EmailAddress.Parse("ada@example.net"), ["news"], Now.AddDays(-3), Now, 0, 0);
    private static readonly SmtpReply Reply = new(450, null, "later");

    [Fact]
    public void What_a_relay_took_is_mailed_and_what_it_refused_for_good_is_refused()
    {
        Assert.Equal(new SignUpMailEnd.Mailed("450 later"), Decide(new SendResult.Accepted(Reply)));
        Assert.Equal(new SignUpMailEnd.Refused("450 later"), Decide(new SendResult.Rejected(Reply)));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 30)]
    [InlineData(9, 240)]
    public void What_is_put_off_goes_by_the_schedule(int attempts, int minutes) => Assert.Equal(
        new SignUpMailEnd.Again("450 later", TimeSpan.FromMinutes(minutes)),
        Decide(new SendResult.Deferred(Reply), Mail with { Attempts = attempts }));

    public static TheoryData<SendResult> NotItsDoing => new(
        new SendResult.Broken("450 later"), new SendResult.RelayRefused(Reply), new SendResult.RunRefused(Reply));

    [Theory]
    [MemberData(nameof(NotItsDoing))]
    public void What_is_the_relays_fault_comes_again_in_a_minute_and_then_less_often(SendResult result)
    {
        Assert.Equal(new SignUpMailEnd.Again("450 later", TimeSpan.FromMinutes(1)), Decide(result));
        Assert.Equal(new SignUpMailEnd.Again("450 later", TimeSpan.FromMinutes(4)), Decide(result, Mail with { Attempts = 2 }));
    }

    [Theory]
    [MemberData(nameof(NotItsDoing))]
    public void After_the_longest_time_it_is_given_up(SendResult result) => Assert.Equal(
        new SignUpMailEnd.Refused("given up after 8 attempts: 450 later", Counts: false),
        Decide(result, Mail with { Attempts = 7, Since = Now.AddHours(-48) }));

    [Theory]
    [InlineData(OnUncertain.Resend, 0, 5)]
    [InlineData(OnUncertain.Resend, 1, null)]
    [InlineData(OnUncertain.Hold, 0, null)]
    [InlineData(OnUncertain.Skip, 0, null)]
    public void In_doubt_it_is_sent_again_once_if_the_owner_wants_that(OnUncertain policy, int doubts, int? minutes) => Assert.Equal(
        new SignUpMailEnd.Uncertain("no answer", minutes is { } resend ? TimeSpan.FromMinutes(resend) : null),
        Decide(new SendResult.Uncertain("no answer"), Mail with { Doubts = doubts }, policy));

    [Fact]
    public void One_that_was_put_off_for_its_own_sake_to_the_end_counts() => Assert.Equal(
        new SignUpMailEnd.Refused("given up after 8 attempts: 450 later"),
        Decide(new SendResult.Deferred(Reply), Mail with { Attempts = 7, Since = Now.AddHours(-48) }));

    public static TheoryData<SendResult, bool> Faults => new()
    {
        { new SendResult.Accepted(Reply), false }, { new SendResult.Rejected(Reply), false },
        { new SendResult.Deferred(Reply) { Verdict = ReplyTable.Judge(SmtpPhase.Rcpt, new SmtpReply(450, "4.2.2", "full")) }, false },
        { new SendResult.Broken("gone"), true }, { new SendResult.Uncertain("gone"), true }, { new SendResult.RelayRefused(Reply), true },
        { new SendResult.RunRefused(Reply), true },
        { new SendResult.Deferred(Reply) { Verdict = ReplyTable.Judge(SmtpPhase.Mail, new SmtpReply(421, "4.7.0", "busy")) }, true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_relay_that_fails_is_told_from_one_that_refuses_an_address(SendResult result, bool isFault) =>
        Assert.Equal(isFault, SignUpEnds.RelayFault(result) is not null);

    private static SignUpMailEnd Decide(SendResult result, SignUpMail? mail = null, OnUncertain policy = OnUncertain.Resend) =>
        new SignUpEnds(RetrySchedule.Default, policy).Decide(mail ?? Mail, result, Now, chance: 0);
}
