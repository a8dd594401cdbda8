using ActorMail.Relays;
using ActorMail.SignUps;

namespace ActorMail.Tests.SignUps;

public sealed class SignUpRelaysTests : SignUpRunGround
{
    [Fact]
    public async Task A_relay_that_cannot_be_opened_gives_way_to_the_next()
    {
        await AskAsync("a");
        One.Opening = () => new RelayFault(RelayFaultKind.Unavailable, "down");
        Assert.Equal(["one: down"], await Run.SendDueAsync(None));
        Assert.Single(Two.Began);
    }

    [Fact]
    public async Task With_no_relay_in_reach_the_reason_is_told_and_the_mail_stays()
    {
        await AskAsync("a");
        One.Opening = Two.Opening = () => new RelayFault(RelayFaultKind.Unavailable, "down");
        Assert.Equal(["one: down", "two: down"], await Run.SendDueAsync(None));
        Assert.Equal([SignUpState.Waiting], await StatesAsync());
        Assert.True(await Database.SignUpMails.AnyDueAsync(None));
        // A pause: what is asked again at once does not knock again.
        One.Opening = Two.Opening = () => throw new InvalidOperationException("knocked");
        Assert.Empty(await Run.SendDueAsync(None));
    }

    [Fact]
    public async Task A_relay_whose_login_was_corrected_is_tried_at_once()
    {
        await AskAsync("a");
        RelayRoster roster = new([Relay("one") with { Password = "wrong" }], DomainLimits.Default);
        Run = RunOver(roster);
        One.Opening = () => new RelayFault(RelayFaultKind.Credentials, "535 wrong");
        Assert.Equal(["one: 535 wrong"], await Run.SendDueAsync(None));
        One.Opening = () => null;
        Assert.Empty(await Run.SendDueAsync(None));
        Assert.Equal([SignUpState.Waiting], await StatesAsync());
        roster.Change([Relay("one") with { Password = "right" }], DomainLimits.Default);
        Assert.Empty(await Run.SendDueAsync(None));
        Assert.Equal([SignUpState.Mailed], await StatesAsync());
    }

    [Fact]
    public async Task A_relay_that_refuses_everybody_is_left_for_the_next_one()
    {
        await AskAsync("a", "b");
        One.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.RelayRefused(new SmtpReply(454, null, "quota")));
        Assert.Equal(["one: 454 quota"], await Run.SendDueAsync(None));
        Assert.Equal(("a@example.net", "b@example.net"), (Assert.Single(One.Began).Email, Assert.Single(Two.Began).Email));
        Assert.Equal([SignUpState.Waiting, SignUpState.Mailed], await StatesAsync());
    }

    [Fact]
    public async Task A_day_that_is_used_up_sends_nothing_over_that_relay()
    {
        await AskAsync("a", "b");
        Run = RunOver(Relay("one") with { MessagesPerDay = 1 });
        Assert.Equal(["one: its limit of messages is used up"], await Run.SendDueAsync(None));
        Assert.Equal("a@example.net", Assert.Single(One.Began).Email);
        Assert.Equal([SignUpState.Mailed, SignUpState.Waiting], await StatesAsync());
    }

    [Fact]
    public async Task A_mail_another_node_was_faster_with_uses_up_nothing_of_the_day()
    {
        await AskAsync("a");
        Run = RunOver(Relay("one") with { MessagesPerDay = 1 });
        Mails.OthersAreFaster = true;
        Assert.Empty(await Run.SendDueAsync(None));
        Mails.OthersAreFaster = false;
        Assert.Empty(await Run.SendDueAsync(None));
        Assert.Single(One.Began);
    }

    [Fact]
    public async Task A_relay_the_dispatcher_has_stopped_using_is_not_knocked_at()
    {
        await AskAsync("a");
        foreach (var use in new[] { RelayUse.Paused, RelayUse.Waiting, RelayUse.UsedUp })
        {
            Watch.Uses = [("one", use), ("two", use)];
            Assert.Empty(await Run.SendDueAsync(None));
        }

        Assert.Equal(0, One.Connections + Two.Connections);
        Watch.Uses = [("one", RelayUse.Paused), ("two", RelayUse.Open)];
        Assert.Empty(await Run.SendDueAsync(None));
        Assert.Equal((0, 1), (One.Began.Count, Two.Began.Count));
    }
}
