using ActorMail.Adapters.Tests.Wire;
using ActorMail.DevInbox;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.DevInbox;

public sealed class CaptureTests
{
    private const int Many = 1_200;

    [Fact]
    public async Task All_are_counted_and_the_newest_thousand_kept()
    {
        await using var rig = await Rig.StartAsync();
        Assert.Null(await rig.OpenAsync());
        for (var i = 1; i <= Many; i++) Assert.IsType<SendResult.Accepted>(await rig.SendAsync($"reader{i}@b.example"));

        Assert.Equal(Many, rig.Inbox.Received);
        var kept = rig.Inbox.Newest(5_000);
        Assert.Equal(Enumerable.Range(201, 1_000).Reverse().Select(number => (long)number), kept.Select(mail => mail.Number));
        Assert.Null(rig.Inbox.Find(200));
        Assert.Equal("reader201@b.example", Assert.Single(rig.Inbox.Find(201)!.Recipients));
        Assert.Equal([1_099, 1_098], rig.Inbox.Newest(2, before: 1_100).Select(mail => mail.Number));
        Assert.Empty(rig.Inbox.Newest(2, before: 201));
    }

    [Fact]
    public async Task Waiting_ends_when_the_mail_is_there_or_the_time_is_up()
    {
        await using var rig = await Rig.StartAsync();
        Assert.Null(await rig.OpenAsync());
        var two = rig.Inbox.WaitForAsync(2, Rig.Patience);

        await rig.SendAsync();
        Assert.False(two.IsCompleted);
        await rig.SendAsync();

        await two;
        await Assert.ThrowsAsync<TimeoutException>(() => rig.Inbox.WaitForAsync(3, TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task The_ledger_tells_what_happened_to_whom_and_when()
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { KeepLedger = true });
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = InboxPhase.Dot, When = moment => moment.Nth == 2, Action = new FaultAction.DropAfterDoing(WithReset: true),
        });
        Assert.Null(await rig.OpenAsync());
        await rig.SendAsync(TestLetter.To("anna@b.example", 1));
        await rig.SendAsync(TestLetter.To("bert@b.example", 2));

        Assert.Equal(
        [
            (LedgerEvent.Rcpt, "anna@b.example", null),
            (LedgerEvent.Body, "anna@b.example", null),
            (LedgerEvent.Dot, "anna@b.example", "<1@sender.example>"),
            (LedgerEvent.Answered, "anna@b.example", "<1@sender.example>"),
            (LedgerEvent.Rcpt, "bert@b.example", null),
            (LedgerEvent.Body, "bert@b.example", null),
            (LedgerEvent.Dot, "bert@b.example", "<2@sender.example>"),
        ], rig.Inbox.Ledger.Select(line => (line.Event, line.Recipient, line.MessageId)));
    }

    [Fact]
    public async Task A_fault_strikes_whom_and_as_often_as_ordered()
    {
        await using var rig = await Rig.StartAsync();
        var fault = rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = InboxPhase.Rcpt,
            When = moment => moment.Recipient == "anna@b.example",
            Times = 2,
            Action = new FaultAction.Reply(450, "4.2.1 slowly\nplease"),
        });
        Assert.Null(await rig.OpenAsync());

        var results = new List<bool>();
        for (var i = 0; i < 4; i++)
        {
            Assert.IsType<SendResult.Accepted>(await rig.SendAsync("bert@b.example"));
            results.Add(await rig.SendAsync("anna@b.example") is SendResult.Deferred);
        }

        Assert.Equal([true, true, false, false], results);
        Assert.Equal(2, fault.Struck);
    }

    [Fact]
    public async Task Html_text_and_heads_are_read_from_the_bytes()
    {
        await using var rig = await Rig.StartAsync();
        Assert.Null(await rig.OpenAsync());
        await rig.SendAsync(letter: new TestLetter("Hello"));

        var mail = rig.Inbox.Find(1)!;

        Assert.Equal(("Test", "anna@reader.example", "Hello"), (mail.Subject, mail.To, mail.Text?.TrimEnd()));
        Assert.Null(mail.Html);
    }
}
