using ActorMail.Relays;

namespace ActorMail.Tests.Relays;

public class RelayDeskTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 22, 0, 0, TimeSpan.Zero);
    private static readonly SendResult Accepted = new SendResult.Accepted(new SmtpReply(250, "2.0.0", "ok"));
    private static readonly RelayFault Unreachable = new(RelayFaultKind.Unavailable, "connection refused");

    [Fact]
    public void Three_failures_in_a_row_open_it_and_then_one_connection_tries_one_message()
    {
        var relay = ARelay();
        Assert.Null(relay.NotOpened(Unreachable, 0, Now, 0));
        Assert.Null(relay.NotOpened(Unreachable, 0, Now, 0));
        Assert.True(relay.MayStart(Now));
        Assert.IsType<RelayNews.Waits>(relay.NotOpened(Unreachable, 0, Now, 0));
        Assert.Equal((RelayUse.Waiting, 0, false), (relay.Use(Now), relay.MayConnect(Now), relay.MayStart(Now)));

        var later = Now.AddSeconds(1);
        Assert.Equal((RelayUse.Probing, 1, true), (relay.Use(later), relay.MayConnect(later), relay.MayStart(later)));
        relay.Took(later);
        Assert.False(relay.MayStart(later));
        Assert.IsType<RelayNews.Usable>(relay.Ended(Accepted, later, 0));
        Assert.Equal((RelayUse.Open, 2), (relay.Use(later), relay.MayConnect(later)));
    }

    [Fact]
    public void A_probe_that_fails_waits_twice_as_long_up_to_five_minutes()
    {
        var relay = ARelay();
        for (var failure = 0; failure < 3; failure++) relay.NotOpened(Unreachable, 0, Now, 0);
        List<double> waits = [];
        var at = Now;
        for (var probe = 0; probe < 12; probe++)
        {
            waits.Add((relay.Until!.Value - at).TotalSeconds);
            at = relay.Until!.Value;
            relay.Took(at);
            relay.Ended(new SendResult.Broken("reset"), at, 0);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300], waits);
    }

    [Fact]
    public void A_session_that_opens_is_no_proof_yet()
    {
        var relay = ARelay();
        for (var failure = 0; failure < 3; failure++) relay.NotOpened(Unreachable, 0, Now, 0);
        var later = Now.AddSeconds(1);
        relay.Opened();
        Assert.Equal(RelayUse.Probing, relay.Use(later));
    }

    [Fact]
    public void What_the_relay_says_of_a_reader_is_no_failure_of_its_own()
    {
        var relay = ARelay();
        for (var failure = 0; failure < 3; failure++) relay.NotOpened(Unreachable, 0, Now, 0);
        var later = Now.AddSeconds(1);
        relay.Took(later);
        relay.Ended(Judged(SmtpPhase.Rcpt, 550, "5.1.1 unknown"), later, 0);
        Assert.Equal(RelayUse.Open, relay.Use(later));
    }

    [Fact]
    public void A_refused_login_pauses_it_at_once_until_a_person_resumes_it()
    {
        var relay = ARelay();
        var fault = RelayFault.Of(ReplyTable.Judge(SmtpPhase.Login, SmtpReply.Parse(535, "5.7.8 wrong password")), "535 wrong password");
        var paused = Assert.IsType<RelayNews.Paused>(relay.NotOpened(fault, 0, Now, 0));
        Assert.Null(paused.Until);
        Assert.Contains("UserName and Password", paused.Why);
        Assert.Equal((RelayUse.Paused, 0), (relay.Use(Now.AddDays(30)), relay.MayConnect(Now.AddDays(30))));
        relay.Resume(Now.AddDays(30));
        Assert.Equal((RelayUse.Probing, 1), (relay.Use(Now.AddDays(30)), relay.MayConnect(Now.AddDays(30))));
    }

    [Fact]
    public void A_quota_that_is_used_up_pauses_it_to_the_next_day_by_itself()
    {
        var relay = ARelay();
        relay.Took(Now);
        var news = relay.Ended(Judged(SmtpPhase.Mail, 550, "5.4.5 Daily user sending limit exceeded"), Now, 0);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), Assert.IsType<RelayNews.Paused>(news).Until);
        Assert.Equal(RelayUse.Paused, relay.Use(Now.AddHours(1.9)));
        Assert.Equal(RelayUse.Probing, relay.Use(Now.AddHours(2)));
    }

    [Fact]
    public void A_message_of_before_does_not_end_a_pause()
    {
        var relay = ARelay();
        relay.Took(Now);
        relay.Took(Now);
        relay.Ended(Judged(SmtpPhase.Mail, 550, "5.4.5 Daily user sending limit exceeded"), Now, 0);
        relay.Ended(Accepted, Now, 0);
        Assert.Equal(RelayUse.Paused, relay.Use(Now));
    }

    [Fact]
    public void A_refusing_greeting_pauses_it_the_third_time()
    {
        var relay = ARelay();
        var fault = RelayFault.Of(ReplyTable.Judge(SmtpPhase.Connect, SmtpReply.Parse(554, "no service for you")), "554 no service");
        Assert.IsNotType<RelayNews.Paused>(relay.NotOpened(fault, 0, Now, 0));
        Assert.IsNotType<RelayNews.Paused>(relay.NotOpened(fault, 0, Now.AddSeconds(1), 0));
        Assert.IsType<RelayNews.Paused>(relay.NotOpened(fault, 0, Now.AddSeconds(5), 0));
    }

    [Fact]
    public void Openings_refused_together_are_one_refusal()
    {
        var relay = ARelay();
        var fault = RelayFault.Of(ReplyTable.Judge(SmtpPhase.Connect, SmtpReply.Parse(554, "no service for you")), "554 no service");
        for (var connection = 0; connection < 8; connection++)
            Assert.IsNotType<RelayNews.Paused>(relay.NotOpened(fault, 0, Now.AddMilliseconds(connection), 0));
    }

    [Fact]
    public void A_relay_that_says_later_is_given_half_and_held()
    {
        var relay = ARelay();
        for (var message = 0; message < 100; message++)
        {
            relay.Took(Now);
            relay.Ended(Accepted, Now, 0);
        }

        Assert.Equal(8, relay.Allowed);
        relay.Took(Now);
        relay.Ended(Judged(SmtpPhase.Mail, 421, "4.7.0 try again in 120 seconds"), Now, 0);
        Assert.Equal(4, relay.Allowed);
        Assert.Equal((RelayUse.Paused, Now.AddSeconds(120)), (relay.Use(Now), relay.Until));
        relay.Took(Now.AddSeconds(120));
        relay.Ended(Accepted, Now.AddSeconds(120), 0);
        Assert.Equal(RelayUse.Open, relay.Use(Now.AddSeconds(120)));
    }

    [Fact]
    public void A_full_system_is_left_alone_for_a_minute_then_two()
    {
        var relay = ARelay();
        relay.Took(Now);
        relay.Ended(Judged(SmtpPhase.Rcpt, 452, "4.3.1 insufficient system storage"), Now, 0);
        Assert.Equal(Now.AddMinutes(1), relay.Until);
        var later = Now.AddMinutes(1);
        relay.Took(later);
        relay.Ended(Judged(SmtpPhase.Rcpt, 452, "4.3.1 insufficient system storage"), later, 0);
        Assert.Equal(later.AddMinutes(2), relay.Until);
    }

    [Fact]
    public void Messages_that_find_the_system_full_together_make_it_wait_one_minute()
    {
        var relay = ARelay();
        for (var message = 0; message < 8; message++) relay.Took(Now);
        for (var message = 0; message < 8; message++)
            relay.Ended(Judged(SmtpPhase.Rcpt, 452, "4.3.1 insufficient system storage"), Now.AddMilliseconds(message), 0);
        Assert.Equal(Now.AddMinutes(1), relay.Until!.Value, TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void A_system_that_stays_full_is_tried_again_once_an_hour()
    {
        var relay = ARelay();
        var (at, wait) = (Now, TimeSpan.Zero);
        for (var turn = 0; turn < 10; turn++)
        {
            relay.Took(at);
            relay.Ended(Judged(SmtpPhase.Rcpt, 452, "4.3.1 insufficient system storage"), at, 0);
            wait = relay.Until!.Value - at;
            at = relay.Until.Value;
        }

        Assert.Equal(TimeSpan.FromHours(1), wait);
    }

    [Fact]
    public void A_relay_that_loses_answer_after_answer_is_left_alone_for_a_while()
    {
        var relay = ARelay();
        for (var message = 0; message < 3; message++)
        {
            Assert.Equal(RelayUse.Open, relay.Use(Now));
            relay.Took(Now);
            relay.Ended(ReplyTable.Decide(SmtpPhase.Dot, LinkEnd.Broke, "reset"), Now, 0);
        }

        Assert.Equal(RelayUse.Waiting, relay.Use(Now));
    }

    [Fact]
    public void After_half_an_hour_out_of_reach_somebody_is_called_once()
    {
        var relay = ARelay();
        List<RelayNews> calls = [];
        for (var at = Now; at < Now.AddHours(2); at = relay.Until ?? at)
        {
            for (var failure = 0; failure < (relay.Until is null ? 3 : 1); failure++)
                if (relay.NotOpened(Unreachable, 0, at, 0) is RelayNews.Paused paused) calls.Add(paused);
        }

        Assert.Contains("30 minutes", Assert.IsType<RelayNews.Paused>(Assert.Single(calls)).Why);
    }

    [Fact]
    public void One_connection_too_many_is_not_tried_again_at_once()
    {
        var relay = ARelay();
        for (var message = 0; message < 100; message++)
        {
            relay.Took(Now);
            relay.Ended(Accepted, Now, 0);
        }

        var tooMany = RelayFault.Of(ReplyTable.Judge(SmtpPhase.Connect, SmtpReply.Parse(421, "too many connections")), "421 too many");
        relay.NotOpened(tooMany, 3, Now, 0);
        for (var message = 0; message < 100; message++)
        {
            relay.Took(Now);
            relay.Ended(Accepted, Now, 0);
        }

        Assert.Equal((RelayUse.Open, 3), (relay.Use(Now), relay.Allowed));
    }

    private static RelayDesk ARelay() => new(new RelaySettings { Name = "relay", Host = "localhost", Port = 25 });

    private static SendResult Judged(SmtpPhase phase, int code, string text) => ReplyTable.Decide(phase, SmtpReply.Parse(code, text));
}
