using ActorMail.DevInbox;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Wire;

public sealed class BadRecipientTests
{
    [Fact]
    public async Task A_bad_recipient_never_costs_a_reconnect()
    {
        await using var rig = await Rig.StartAsync();
        string[] answers = ["5.1.1 unknown", "5.2.2 full", "5.7.1 policy", "4.2.2 full", "4.7.1 greylisted"];
        for (var i = 0; i < answers.Length; i++)
        {
            var (kind, answer) = (i, answers[i]);
            rig.Inbox.Faults.Add(new InboxFault
            {
                Phase = kind % 2 == 0 ? InboxPhase.Rcpt : InboxPhase.Dot,
                When = moment => moment.Recipient!.StartsWith($"bad{kind}.", StringComparison.Ordinal),
                Action = new FaultAction.Reply(answer[0] == '5' ? 550 : 450, answer),
            });
        }

        Assert.Null(await rig.OpenAsync());
        for (var i = 0; i < 50; i++)
        {
            var bad = i % 2 == 0;
            var result = await rig.SendAsync(bad ? $"bad{i / 2 % 5}.{i}@reader.example" : $"good{i}@reader.example");
            Assert.True(result.SessionUsable, $"{i}: {result}");
            Assert.Equal(!bad, result is SendResult.Accepted);
            if (bad) Assert.True(result is SendResult.Rejected or SendResult.Deferred, $"{i}: {result}");
        }

        Assert.Equal((25, 1), (rig.Inbox.Received, rig.Inbox.Connections));
    }

    [Fact]
    public async Task An_address_the_relay_cannot_carry_is_refused_before_MAIL()
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { SmtpUtf8 = false });
        Assert.Null(await rig.OpenAsync());

        var result = Assert.IsType<SendResult.Rejected>(await rig.SendAsync("jürgen@reader.example"));

        Assert.Equal(("5.6.7", true), (result.Reply.Enhanced, result.SessionUsable));
        Assert.Equal(0, rig.Inbox.Faults.Seen(InboxPhase.Mail));
    }

    [Fact]
    public async Task A_relay_with_SMTPUTF8_gets_such_an_address()
    {
        await using var rig = await Rig.StartAsync();
        Assert.Null(await rig.OpenAsync());

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync("jürgen@reader.example"));

        Assert.Equal("jürgen@reader.example", rig.Inbox.Newest(1)[0].Recipients[0]);
    }
}
