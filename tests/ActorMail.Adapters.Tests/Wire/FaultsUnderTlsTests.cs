using ActorMail.DevInbox;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>Encryption changes nothing of how a sending ends.</summary>
public sealed class FaultsUnderTlsTests
{
    private const int BigLetter = 8 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.5);

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

    /// <summary>Long enough for a handshake on a busy machine.</summary>
    private static Func<RelaySettings, RelaySettings>? Patient(Fault fault) => fault != Fault.Stall ? null
        : relay => relay with { CommandTimeout = Limit, FinalDotTimeout = Limit };

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
