using ActorMail.DevInbox;
using ActorMail.Relays;
using ActorMail.Testing.Replies;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>
/// Each line of the reply table against a server that says it: what the relay's words ask for is what arrives, the connection is
/// kept or not as the line says, and the reader after it gets the letter.
/// </summary>
public sealed class ReplyTableOnTheWireTests
{
    private static readonly InboxLogin Login = new("user", "secret-word");

    public static TheoryData<string> Replies => [.. ReplyCases.All.Select(reply => reply.ToString())];

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task A_reply_asks_for_what_its_row_says(string name)
    {
        var reply = ReplyCases.All.Single(reply => reply.ToString() == name);
        await using var rig = await Rig.StartAsync(Options(reply.Phase));
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = At(reply.Phase), Times = 1, Action = new FaultAction.Reply(reply.Code, reply.Text),
        });

        var verdict = reply.Phase < SmtpPhase.Mail ? await OpeningAsync(rig) : await SendingAsync(rig);

        Assert.Equal((reply.Row, reply.Expected), (verdict.Row, VerdictWords.Of(verdict)));
        if (verdict.Session != SessionAction.Keep) Assert.Null(await rig.OpenAsync());
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync("bert@reader.example"));
        Assert.Equal(verdict.Session == SessionAction.Keep ? 1 : 2, rig.Inbox.Connections);
    }

    [Fact]
    public void Every_row_that_a_reply_decides_has_a_line() => Assert.Equal(
        [.. Enumerable.Range(2, 27), 31], ReplyCases.All.Select(reply => reply.Row).Distinct().Order());

    private static async Task<ReplyVerdict> OpeningAsync(Rig rig)
    {
        var fault = await rig.OpenAsync();
        Assert.NotNull(fault);
        return fault.Verdict;
    }

    private static async Task<ReplyVerdict> SendingAsync(Rig rig)
    {
        Assert.Null(await rig.OpenAsync());
        var result = await rig.SendAsync();
        Assert.Equal(result.Verdict.Session == SessionAction.Keep, result.SessionUsable);
        return result.Verdict;
    }

    private static DevInboxOptions Options(SmtpPhase phase) => phase switch
    {
        SmtpPhase.StartTls => new DevInboxOptions { Tls = InboxTls.StartTls, Certificate = FaultCase.Certificate },
        SmtpPhase.Login => new DevInboxOptions { RequireAuth = Login },
        _ => new DevInboxOptions(),
    };

    private static InboxPhase At(SmtpPhase phase) => phase switch
    {
        SmtpPhase.Login => InboxPhase.Auth,
        _ => Enum.Parse<InboxPhase>(phase.ToString()),
    };
}
