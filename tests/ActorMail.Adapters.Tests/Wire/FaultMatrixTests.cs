using ActorMail.DevInbox;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>
/// Every phase of a session times every way to fail in it (DELIVERY.md section 9, 5). The first letter meets the fault; then the
/// session is used again if the result allows it, else opened anew, and the next letter must arrive.
/// </summary>
public sealed class FaultMatrixTests
{
    private const int BigLetter = 8 << 20;

    public enum Fault
    {
        Later,
        Never,
        Leaving,
        Rst,
        Fin,
        Stall,
        Garbage,
    }

    [Theory]
    [InlineData(InboxPhase.Connect, Fault.Later, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Connect, Fault.Never, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Connect, Fault.Leaving, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Connect, Fault.Rst, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Connect, Fault.Fin, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Connect, Fault.Stall, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Connect, Fault.Garbage, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Ehlo, Fault.Later, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Ehlo, Fault.Never, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Ehlo, Fault.Leaving, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Ehlo, Fault.Rst, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Ehlo, Fault.Fin, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Ehlo, Fault.Stall, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Ehlo, Fault.Garbage, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.StartTls, Fault.Later, RelayFaultKind.Security)]
    [InlineData(InboxPhase.StartTls, Fault.Never, RelayFaultKind.Security)]
    [InlineData(InboxPhase.StartTls, Fault.Leaving, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.StartTls, Fault.Rst, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.StartTls, Fault.Fin, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.StartTls, Fault.Stall, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.StartTls, Fault.Garbage, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Auth, Fault.Later, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Auth, Fault.Never, RelayFaultKind.Credentials)]
    [InlineData(InboxPhase.Auth, Fault.Leaving, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Auth, Fault.Rst, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Auth, Fault.Fin, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Auth, Fault.Stall, RelayFaultKind.Unavailable)]
    [InlineData(InboxPhase.Auth, Fault.Garbage, RelayFaultKind.Unavailable)]
    public async Task Opening_a_session_names_who_has_to_act(InboxPhase phase, Fault fault, RelayFaultKind expected)
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { Tls = InboxTls.StartTls, RequireAuth = new InboxLogin("user", "secret-word") }, Patient(fault));
        rig.Inbox.Faults.Add(new InboxFault { Phase = phase, Action = ActionOf(fault) });

        var opened = await rig.OpenAsync();

        Assert.Equal(expected, opened?.Kind);
        Assert.DoesNotContain("secret-word", opened!.Why, StringComparison.Ordinal);
        Assert.Equal(0, rig.Inbox.Faults.Seen(InboxPhase.Mail));
        if (phase < InboxPhase.Auth) Assert.Equal(0, rig.Inbox.Faults.Seen(InboxPhase.Auth));

        rig.Inbox.Faults.Clear();
        Assert.Null(await rig.OpenAsync());
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());
    }

    [Theory]
    [InlineData(InboxPhase.Mail, Fault.Later, "Deferred", true)]
    [InlineData(InboxPhase.Mail, Fault.Never, "RunRefused", true)]
    [InlineData(InboxPhase.Mail, Fault.Leaving, "Deferred", false)]
    [InlineData(InboxPhase.Mail, Fault.Rst, "Broken", false)]
    [InlineData(InboxPhase.Mail, Fault.Fin, "Broken", false)]
    [InlineData(InboxPhase.Mail, Fault.Stall, "Broken", false)]
    [InlineData(InboxPhase.Mail, Fault.Garbage, "Broken", false)]
    [InlineData(InboxPhase.Rcpt, Fault.Later, "Deferred", true)]
    [InlineData(InboxPhase.Rcpt, Fault.Never, "Rejected", true)]
    [InlineData(InboxPhase.Rcpt, Fault.Leaving, "Deferred", false)]
    [InlineData(InboxPhase.Rcpt, Fault.Rst, "Broken", false)]
    [InlineData(InboxPhase.Rcpt, Fault.Fin, "Broken", false)]
    [InlineData(InboxPhase.Rcpt, Fault.Stall, "Broken", false)]
    [InlineData(InboxPhase.Rcpt, Fault.Garbage, "Broken", false)]
    [InlineData(InboxPhase.Data, Fault.Later, "Deferred", true)]
    [InlineData(InboxPhase.Data, Fault.Never, "RunRefused", true)]
    [InlineData(InboxPhase.Data, Fault.Leaving, "Deferred", false)]
    [InlineData(InboxPhase.Data, Fault.Rst, "Broken", false)]
    [InlineData(InboxPhase.Data, Fault.Fin, "Broken", false)]
    [InlineData(InboxPhase.Data, Fault.Stall, "Broken", false)]
    [InlineData(InboxPhase.Data, Fault.Garbage, "Broken", false)]
    [InlineData(InboxPhase.Body, Fault.Later, "Deferred", true)]
    [InlineData(InboxPhase.Body, Fault.Never, "Rejected", true)]
    [InlineData(InboxPhase.Body, Fault.Leaving, "Broken", false)]
    [InlineData(InboxPhase.Body, Fault.Rst, "Broken", false)]
    [InlineData(InboxPhase.Body, Fault.Fin, "Broken", false)]
    [InlineData(InboxPhase.Body, Fault.Stall, "Broken", false)]
    [InlineData(InboxPhase.Body, Fault.Garbage, "Uncertain", false)]
    [InlineData(InboxPhase.Dot, Fault.Later, "Deferred", true)]
    [InlineData(InboxPhase.Dot, Fault.Never, "Rejected", true)]
    [InlineData(InboxPhase.Dot, Fault.Leaving, "Deferred", false)]
    [InlineData(InboxPhase.Dot, Fault.Rst, "Uncertain", false)]
    [InlineData(InboxPhase.Dot, Fault.Fin, "Uncertain", false)]
    [InlineData(InboxPhase.Dot, Fault.Stall, "Uncertain", false)]
    [InlineData(InboxPhase.Dot, Fault.Garbage, "Uncertain", false)]
    public Task Sending_ends_as_the_phase_demands(InboxPhase phase, Fault fault, string kind, bool usable) =>
        SendThroughAsync(InboxTls.None, phase, fault, kind, usable);

    [Theory]
    [InlineData(InboxPhase.Rcpt, Fault.Never, "Rejected", true)]
    [InlineData(InboxPhase.Data, Fault.Rst, "Broken", false)]
    [InlineData(InboxPhase.Body, Fault.Rst, "Broken", false)]
    [InlineData(InboxPhase.Body, Fault.Stall, "Broken", false)]
    [InlineData(InboxPhase.Dot, Fault.Later, "Deferred", true)]
    [InlineData(InboxPhase.Dot, Fault.Fin, "Uncertain", false)]
    [InlineData(InboxPhase.Dot, Fault.Rst, "Uncertain", false)]
    [InlineData(InboxPhase.Dot, Fault.Stall, "Uncertain", false)]
    public Task Under_TLS_it_ends_alike(InboxPhase phase, Fault fault, string kind, bool usable) =>
        SendThroughAsync(InboxTls.StartTls, phase, fault, kind, usable);

    // A refused recipient brings the RSET that then fails: the verdict on the recipient stands, the session does not.
    [Theory]
    [InlineData(Fault.Later, false)]
    [InlineData(Fault.Never, false)]
    [InlineData(Fault.Leaving, false)]
    [InlineData(Fault.Rst, false)]
    [InlineData(Fault.Fin, false)]
    [InlineData(Fault.Stall, false)]
    [InlineData(Fault.Garbage, false)]
    public async Task A_failing_RSET_costs_the_session_and_not_the_verdict(Fault fault, bool usable)
    {
        await using var rig = await Rig.StartAsync(relay: Patient(fault));
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = InboxPhase.Rcpt, Times = 1, Action = new FaultAction.Reply(550, "5.1.1 no such user"),
        });
        rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Rset, Action = ActionOf(fault) });
        Assert.Null(await rig.OpenAsync());

        var result = Assert.IsType<SendResult.Rejected>(await rig.SendAsync());

        Assert.Equal(("5.1.1", usable), (result.Reply.Enhanced, result.SessionUsable));
        rig.Inbox.Faults.Clear();
        Assert.Null(await rig.OpenAsync());
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());
    }

    [Theory]
    [InlineData(Fault.Later)]
    [InlineData(Fault.Never)]
    [InlineData(Fault.Leaving)]
    [InlineData(Fault.Rst)]
    [InlineData(Fault.Fin)]
    [InlineData(Fault.Stall)]
    [InlineData(Fault.Garbage)]
    public async Task Closing_never_throws_and_never_waits_long(Fault fault)
    {
        await using var rig = await Rig.StartAsync();
        rig.Inbox.Faults.Add(new InboxFault { Phase = InboxPhase.Quit, Action = ActionOf(fault) });
        Assert.Null(await rig.OpenAsync());
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());

        await rig.Connection.CloseAsync().WaitAsync(TimeSpan.FromSeconds(8));

        Assert.Equal(1, rig.Inbox.Faults.Seen(InboxPhase.Quit));
        Assert.IsType<SendResult.Broken>(await rig.SendAsync());
    }

    private static async Task SendThroughAsync(InboxTls tls, InboxPhase phase, Fault fault, string kind, bool usable)
    {
        await using var rig = await Rig.StartAsync(new DevInboxOptions { Tls = tls, ReceiveBuffer = 16 << 10 }, Patient(fault));
        Assert.Null(await rig.OpenAsync());
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = phase, Times = 1, Action = ActionOf(fault), AfterBytes = BigLetter / 2,
        });

        var result = await rig.SendAsync(letter: phase == InboxPhase.Body ? TestLetter.OfSize(BigLetter) : null);

        Assert.Equal((kind, usable), (result.GetType().Name, result.SessionUsable));
        if (kind == "Broken" || kind == "Deferred") Assert.Equal(0, rig.Inbox.Received);
        rig.Inbox.Faults.Clear();
        if (!usable)
        {
            Assert.IsType<SendResult.Broken>(await rig.SendAsync());
            Assert.Null(await rig.OpenAsync());
        }

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync());
        Assert.Equal(usable ? 1 : 2, rig.Inbox.Connections);
    }

    private static Func<RelaySettings, RelaySettings>? Patient(Fault fault) => fault == Fault.Stall ? Rig.Impatient : null;

    private static FaultAction ActionOf(Fault fault) => fault switch
    {
        Fault.Later => new FaultAction.Reply(451, "4.3.0 later"),
        Fault.Never => new FaultAction.Reply(550, "5.7.1 never"),
        Fault.Leaving => new FaultAction.Reply(421, "4.3.2 leaving"),
        Fault.Rst => new FaultAction.Reset(),
        Fault.Fin => new FaultAction.Close(),
        Fault.Stall => new FaultAction.Stall(),
        _ => new FaultAction.Garbage(),
    };
}
