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

    public static TheoryData<InboxPhase, Fault, string, bool, string> Cases
    {
        get
        {
            (InboxPhase, Fault, string, bool)[] ends =
            [
                (InboxPhase.Rcpt, Fault.Never, "Rejected", true),
                (InboxPhase.Data, Fault.Rst, "Broken", false),
                (InboxPhase.Body, Fault.Rst, "Broken", false),
                (InboxPhase.Body, Fault.Stall, "Broken", false),
                (InboxPhase.Dot, Fault.Later, "Deferred", true),
                (InboxPhase.Dot, Fault.Fin, "Uncertain", false),
                (InboxPhase.Dot, Fault.Rst, "Uncertain", false),
                (InboxPhase.Dot, Fault.Stall, "Uncertain", false),
                (InboxPhase.Dot, Fault.Garbage, "Uncertain", false),
            ];
            var cases = new TheoryData<InboxPhase, Fault, string, bool, string>();
            foreach (var handOver in FaultCase.HandOvers)
                foreach (var (phase, fault, kind, usable) in ends) cases.Add(phase, fault, kind, usable, handOver);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Under_TLS_it_ends_alike(InboxPhase phase, Fault fault, string kind, bool usable, string handOver)
    {
        await using var rig = await Rig.StartAsync(
            new DevInboxOptions { Tls = InboxTls.StartTls, ReceiveBuffer = 16 << 10, Pipelining = handOver != FaultCase.OneByOne },
            Patient(fault));
        Assert.Null(await rig.OpenAsync());
        var letter = phase == InboxPhase.Body ? TestLetter.OfSize(BigLetter) : new TestLetter();
        var ahead = handOver == FaultCase.Ahead;
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = phase, Times = 1, Action = ActionOf(fault), AfterBytes = BigLetter / 2, When = moment => moment.Nth == (ahead ? 2 : 1),
        });
        if (ahead) Assert.IsType<SendResult.Accepted>(await rig.SendAsync(TestLetter.To("carl@reader.example"), next: "anna@reader.example"));
        var before = rig.Inbox.Received;

        var result = await rig.SendAsync(letter: letter);

        Assert.Equal((kind, usable), (result.GetType().Name, result.SessionUsable));
        if (kind == "Broken" || kind == "Deferred") Assert.Equal(before, rig.Inbox.Received);
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
