using ActorMail.Relays;
using ActorMail.SignUps;
using ActorMail.Telemetry;
using ActorMail.Testing;

namespace ActorMail.Tests.SignUps;

public sealed class SignUpRunTests : SignUpRunGround
{
    [Fact]
    public async Task Without_a_mail_no_session_is_opened()
    {
        Assert.Empty(await Run.SendDueAsync(None));
        Assert.Equal(0, One.Connections + Two.Connections);
    }

    [Fact]
    public async Task All_that_is_due_goes_over_one_session_each_mail_stored_before_the_next_begins()
    {
        await AskAsync("a", "b", "c");
        One.Answer = async (email, _) =>
        {
            var standing = await Database.SignUps.ListAsync(null, 10, None);
            Assert.All(standing.TakeWhile(other => other.Email.ToString() != email), other => Assert.Equal(SignUpState.Mailed, other.State));
            return ScriptedRelay.Accepted;
        };
        Assert.Empty(await Run.SendDueAsync(None));
        Assert.Equal([("a@example.net", 1), ("b@example.net", 1), ("c@example.net", 1)], One.Began);
        Assert.Equal(0, One.SendingNow);
        Assert.Equal([SignUpState.Mailed, SignUpState.Mailed, SignUpState.Mailed], await StatesAsync());
    }

    [Fact]
    public async Task Told_to_stop_it_ends_the_open_mail_and_begins_no_other()
    {
        await AskAsync("a", "b");
        using var stop = new CancellationTokenSource();
        One.Answer = (_, _) =>
        {
            stop.Cancel();
            return Task.FromResult(ScriptedRelay.Accepted);
        };
        await Run.SendDueAsync(stop.Token);
        Assert.Single(One.Began);
        Assert.Equal([SignUpState.Mailed, SignUpState.Waiting], await StatesAsync());
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_sent_for_once_more_and_not_over_the_same_relay()
    {
        await AskAsync("a");
        One.Answer = Two.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.Uncertain("no answer"));
        Mails.ResendsAtOnce = true;
        Assert.Equal(["one: no answer", "two: no answer"], await Run.SendDueAsync(None));
        Assert.Equal((1, 1), (One.Began.Count, Two.Began.Count));
        Assert.Equal([SignUpState.Uncertain], await StatesAsync());
    }

    [Fact]
    public async Task A_node_that_stops_does_not_wait_for_ever_for_a_store_that_takes_no_end()
    {
        await AskAsync("a");
        using var stop = new CancellationTokenSource();
        One.Answer = (_, _) =>
        {
            Mails.IsAway = true;
            stop.Cancel();
            return Task.FromResult(ScriptedRelay.Accepted);
        };
        await Assert.ThrowsAsync<MailInDoubtException>(() => Run.SendDueAsync(stop.Token));
    }

    [Fact]
    public async Task An_attempt_is_counted_once_its_end_is_stored()
    {
        await AskAsync("a", "b", "c");
        One.Answer = (email, _) => Task.FromResult(email switch
        {
            "a@example.net" => ScriptedRelay.Accepted,
            "b@example.net" => new SendResult.Rejected(new SmtpReply(550, "5.1.1", "unknown")),
            _ => new SendResult.Deferred(new SmtpReply(450, "4.2.2", "full")) { Verdict = ReplyTable.Judge(SmtpPhase.Rcpt, new SmtpReply(450, "4.2.2", "full")) },
        });
        Assert.Empty(await Run.SendDueAsync(None));
        Assert.Equal((1, 1, 1, 0), Counted());

        using var stop = new CancellationTokenSource();
        await AskAsync("d");
        Mails.IsAway = true;
        One.Answer = (_, _) =>
        {
            stop.Cancel();
            return Task.FromResult(ScriptedRelay.Accepted);
        };
        await Assert.ThrowsAsync<MailInDoubtException>(() => Run.SendDueAsync(stop.Token));
        Assert.Equal((1, 1, 1, 0), Counted());
    }

    private (long Accepted, long Rejected, long Deferred, long Uncertain) Counted() => (
        Figures.Mails.Of(ConfirmationEnd.Accepted), Figures.Mails.Of(ConfirmationEnd.Rejected), Figures.Mails.Of(ConfirmationEnd.Deferred),
        Figures.Mails.Of(ConfirmationEnd.Uncertain));
}
