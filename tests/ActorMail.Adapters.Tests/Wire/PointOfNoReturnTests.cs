using System.Diagnostics;
using ActorMail.DevInbox;
using ActorMail.Relays;
using ActorMail.Smtp.Wire;
using Microsoft.Extensions.Time.Testing;

namespace ActorMail.Adapters.Tests.Wire;

public sealed class PointOfNoReturnTests
{
    [Fact]
    public async Task A_message_taken_whose_answer_is_lost_is_uncertain()
    {
        await using var rig = await Rig.StartAsync();
        rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Dot, Action = new FaultAction.DropAfterDoing() });
        Assert.Null(await rig.OpenAsync());

        Assert.IsType<SendResult.Uncertain>(await rig.SendAsync());

        Assert.Equal(1, rig.Inbox.Received);
    }

    [Fact]
    public async Task A_250_followed_by_RST_is_an_acceptance_or_in_doubt_and_never_broken()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var rig = await Rig.StartAsync();
            rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Dot, Action = new FaultAction.ResetAfterAnswer() });
            Assert.Null(await rig.OpenAsync());

            Assert.True(await rig.SendAsync() is SendResult.Accepted or SendResult.Uncertain);
        }
    }

    [Fact]
    public async Task An_answer_in_packets_of_one_byte_is_an_answer()
    {
        await using var rig = await Rig.StartAsync();
        foreach (var phase in Enum.GetValues<InboxPhase>().Where(phase => phase != InboxPhase.Body))
            rig.Inbox.Faults.Add(new InboxFault { Phase = phase, Action = new FaultAction.Dribble() });
        Assert.Null(await rig.OpenAsync());

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());
    }

    [Theory]
    [InlineData("250-first\r\n550 second\r\n")]
    [InlineData("25 ok\r\n")]
    [InlineData("354 go on\r\n")]
    public async Task An_answer_that_is_none_leaves_the_message_in_doubt(string bytes)
    {
        await using var rig = await Rig.StartAsync();
        rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Dot, Action = new FaultAction.Garbage(bytes) });
        Assert.Null(await rig.OpenAsync());

        Assert.IsType<SendResult.Uncertain>(await rig.SendAsync());
    }

    [Theory]
    [InlineData(InboxTls.None, false)]
    [InlineData(InboxTls.None, true)]
    [InlineData(InboxTls.StartTls, false)]
    [InlineData(InboxTls.StartTls, true)]
    public async Task A_250_given_before_the_message_is_no_acceptance(InboxTls tls, bool pipelining)
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { Tls = tls, Pipelining = pipelining });
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = InboxPhase.Data, Action = new FaultAction.Garbage("354 go\r\n250 2.0.0 Ok: taken in advance\r\n"),
        });
        Assert.Null(await rig.OpenAsync());

        Assert.IsType<SendResult.Uncertain>(await rig.SendAsync());

        Assert.Equal(0, rig.Inbox.Received);
    }

    [Fact]
    public async Task The_dot_has_ten_minutes_where_a_command_has_two()
    {
        var clock = new FakeTimeProvider();
        await using var rig = await Rig.StartAsync(connector: new MailKitConnector(time: clock));
        var stall = rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Dot, Action = new FaultAction.Stall() });
        Assert.Null(await rig.OpenAsync());
        var sending = rig.SendAsync();
        await UntilAsync(() => stall.Struck == 1);

        clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.False(sending.IsCompleted);
        stall.Release();

        Assert.IsType<SendResult.Accepted>(await sending);
    }

    [Theory]
    [InlineData(InboxPhase.Mail, 2, "Broken")]
    [InlineData(InboxPhase.Rcpt, 2, "Broken")]
    [InlineData(InboxPhase.Data, 2, "Broken")]
    [InlineData(InboxPhase.Dot, 10, "Uncertain")]
    public async Task A_silent_relay_is_left_after_its_limit(InboxPhase phase, int minutes, string kind)
    {
        var clock = new FakeTimeProvider();
        await using var rig = await Rig.StartAsync(connector: new MailKitConnector(time: clock));
        var stall = rig.Inbox.Faults.Add(new InboxFault { Phase = phase, Action = new FaultAction.Stall() });
        Assert.Null(await rig.OpenAsync());
        var sending = rig.SendAsync();
        await UntilAsync(() => stall.Struck == 1);

        clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(kind, (await sending).GetType().Name);
    }

    [Fact]
    public async Task A_relay_silent_after_RSET_is_left_after_five_seconds()
    {
        var clock = new FakeTimeProvider();
        await using var rig = await Rig.StartAsync(connector: new MailKitConnector(time: clock));
        rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Rcpt, Action = new FaultAction.Reply(550, "5.1.1 unknown") });
        var stall = rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Rset, Action = new FaultAction.Stall() });
        Assert.Null(await rig.OpenAsync());
        var sending = rig.SendAsync();
        await UntilAsync(() => stall.Struck == 1);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.False(Assert.IsType<SendResult.Rejected>(await sending).SessionUsable);
    }

    [Theory]
    [InlineData(InboxPhase.Rcpt, "Broken")]
    [InlineData(InboxPhase.Dot, "Uncertain")]
    public async Task The_kill_switch_ends_it_at_once_and_tells_the_truth(InboxPhase phase, string kind)
    {
        await using var rig = await Rig.StartAsync();
        var stall = rig.Inbox.Faults.Add(new InboxFault { Phase = phase, Action = new FaultAction.Stall() });
        using var kill = new CancellationTokenSource();
        Assert.Null(await rig.OpenAsync());
        var sending = rig.Connection.SendAsync(new TestLetter(), TestLetter.To("anna@reader.example"), next: null, kill.Token);
        await UntilAsync(() => stall.Struck == 1);

        await kill.CancelAsync();

        Assert.Equal(kind, (await sending.WaitAsync(Rig.Patience)).GetType().Name);
    }

    [Theory]
    [InlineData("421 4.4.2 idle too long\r\n")]
    [InlineData("")]
    public async Task A_session_the_relay_ended_while_idle_costs_no_reader(string farewell)
    {
        await using var rig = await Rig.StartAsync();
        Assert.Null(await rig.OpenAsync());
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());
        Assert.Equal(1, rig.Inbox.EndIdle(farewell));
        await UntilAsync(() => rig.Inbox.Open == 0);

        Assert.IsType<SendResult.Broken>(await rig.SendAsync());

        Assert.Null(await rig.OpenAsync());
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());
    }

    [Fact]
    public async Task One_connection_carries_hundreds_of_letters_a_second()
    {
        await using var rig = await Rig.StartAsync();
        Assert.Null(await rig.OpenAsync());
        var letter = TestLetter.OfSize(12 << 10);
        var clock = Stopwatch.StartNew();

        for (var i = 0; i < 200; i++) Assert.IsType<SendResult.Accepted>(await rig.SendAsync(letter: letter));

        // Many small writes without NoDelay made 22 a second, 9 s; one write a letter with it some 1,500 on two free cores.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(7), $"200 letters took {clock.Elapsed}");
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Rig.Patience, "it never came to it");
            await Task.Delay(5);
        }
    }
}
