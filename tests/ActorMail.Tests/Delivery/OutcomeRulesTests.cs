using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Tests.Delivery;

public sealed class OutcomeRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly OutcomeRules Rules = new(RetrySchedule.Default, OnUncertain.Resend);

    [Fact]
    public void The_schedule_does_not_see_attempts_that_were_not_the_readers_doing()
    {
        // The third attempt, of which two did not count, is the first of the schedule.
        var outcome = Decide(SmtpPhase.Dot, 451, "4.6.0 later", attempts: 2, uncounted: 2);

        var deferred = Assert.IsType<DeliveryOutcome.Deferred>(outcome);
        Assert.Equal((Now.AddMinutes(5), true), (deferred.NextAttempt, deferred.Counted));
    }

    [Theory]
    [InlineData(SmtpPhase.Mail, "row 8")]
    [InlineData(SmtpPhase.Data, "row 23")]
    public void A_relay_that_says_later_costs_a_reader_no_step_of_the_schedule(SmtpPhase phase, string text)
    {
        var deferred = Assert.IsType<DeliveryOutcome.Deferred>(Decide(phase, 450, text));

        Assert.Equal((Now.AddMinutes(1), false), (deferred.NextAttempt, deferred.Counted));
    }

    [Theory]
    [InlineData("4.7.1 greylisted, try again in 30 seconds", 5)]
    [InlineData("4.2.1 too much mail for this reader", 30)]
    [InlineData("4.7.1 greylisted, try again in 45 minutes", 45)]
    [InlineData("4.7.1 greylisted, try again in 20 hours", 240)]
    public void A_row_s_own_wait_and_a_stated_one_are_kept(string text, int minutes) => Assert.Equal(
        Now.AddMinutes(minutes), Assert.IsType<DeliveryOutcome.Deferred>(Decide(SmtpPhase.Rcpt, 450, text)).NextAttempt);

    [Theory]
    [InlineData(550, "5.1.1 unknown", AddressFault.Unknown)]
    [InlineData(550, "5.2.1 disabled", AddressFault.Disabled)]
    [InlineData(550, "5.7.1 policy", null)]
    public void What_a_refusal_says_of_the_address_is_kept(int code, string text, AddressFault? fault) =>
        Assert.Equal(fault, Assert.IsType<DeliveryOutcome.Rejected>(Decide(SmtpPhase.Rcpt, code, text)).Fault);

    [Fact]
    public void A_full_mailbox_is_retried_to_the_end_of_the_schedule_and_then_told()
    {
        var first = Decide(SmtpPhase.Rcpt, 552, "5.2.2 full");
        var last = Decide(SmtpPhase.Rcpt, 552, "5.2.2 full", attempts: 12, since: Now.AddHours(-47));

        Assert.IsType<DeliveryOutcome.Deferred>(first);
        Assert.Equal(AddressFault.Full, Assert.IsType<DeliveryOutcome.Rejected>(last).Fault);
    }

    [Theory]
    [InlineData(1, typeof(DeliveryOutcome.Deferred))]
    [InlineData(2, typeof(DeliveryOutcome.Rejected))]
    public void What_this_program_fails_at_is_left_alone_by_its_third_attempt(int attempts, Type outcome) => Assert.IsType(
        outcome, Rules.Decide(Flight(attempts), ReplyTable.Decide(SmtpPhase.Mail, LinkEnd.Unforeseen, "a bug"), Now, chance: 0));

    [Theory]
    [InlineData(SmtpPhase.Mail, 550, "no such sender")]
    [InlineData(SmtpPhase.Mail, 530, "5.7.0 authentication required")]
    [InlineData(SmtpPhase.Dot, 550, "5.4.5 quota exceeded")]
    public void What_would_hit_everybody_leaves_the_reader_untouched(SmtpPhase phase, int code, string text) =>
        Assert.IsType<DeliveryOutcome.Returned>(Decide(phase, code, text));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 5)]
    [InlineData(2, 15)]
    [InlineData(3, 30)]
    [InlineData(4, null)]
    public void Who_is_in_doubt_again_and_again_gets_few_copies(int doubts, int? minutes)
    {
        var doubt = ReplyTable.Decide(SmtpPhase.Dot, LinkEnd.Broke, "reset after the dot");

        var uncertain = Assert.IsType<DeliveryOutcome.Uncertain>(Rules.Decide(Flight(doubts, doubts: doubts), doubt, Now, chance: 0));
        Assert.Equal(minutes is { } wait ? Now.AddMinutes(wait) : null, uncertain.NextAttempt);
        var held = Rules with { OnUncertain = OnUncertain.Hold };
        Assert.Null(Assert.IsType<DeliveryOutcome.Uncertain>(held.Decide(Flight(doubts, doubts: doubts), doubt, Now, chance: 0)).NextAttempt);
    }

    [Fact]
    public void Links_that_break_again_and_again_cost_a_reader_no_step_of_the_schedule()
    {
        var broken = new SendResult.Broken("reset by peer");

        Assert.IsType<DeliveryOutcome.Returned>(Rules.Decide(Flight(0) with { Returns = 2 }, broken, Now, chance: 0));
        var deferred = Assert.IsType<DeliveryOutcome.Deferred>(Rules.Decide(Flight(0) with { Returns = 3 }, broken, Now, chance: 0));
        Assert.Equal((Now.AddMinutes(5), false), (deferred.NextAttempt, deferred.Counted));
    }

    private static DeliveryOutcome Decide(
        SmtpPhase phase, int code, string text, int attempts = 0, int uncounted = 0, DateTimeOffset? since = null) => Rules.Decide(
        Flight(attempts, uncounted, since), ReplyTable.Decide(phase, SmtpReply.Parse(code, text)), Now, chance: 0);

    private static Flight Flight(int attempts, int uncounted = 0, DateTimeOffset? since = null, int doubts = 0)
    {
        var recipient = new Recipient(new SubscriberId(1), EmailAddress.Parse("anna@reader.example"), null,
            new Dictionary<string, string>(), 0, attempts, since ?? (attempts > 0 ? Now.AddMinutes(-10) : null), uncounted, doubts);
        return new Flight(default, recipient, attempts + 1, Letter: new NoLetter());
    }

    private sealed record NoLetter : ILetter
    {
        public ActorMail.Posts.PostId Post => default;

        public int Revision => 1;
    }
}
