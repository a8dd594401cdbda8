using ActorMail.Rig.Nodes;
using ActorMail.Rig.Receiver;

namespace ActorMail.CrashRig.Runs;

/// <summary>Everything a run leaves for the oracle.</summary>
internal sealed class Evidence
{
    /// <summary>What went wrong with the run itself.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>After each strike: the messages the dead node had started.</summary>
    public List<IReadOnlySet<Attempted>> LeftOpen { get; } = [];

    public int LinkFaults { get; set; }

    /// <summary>Messages a thawed node began although its slices had been taken over.</summary>
    public int BegunAfterTakeOver { get; set; }

    public PostSeen Post { get; set; } = null!;

    public IReadOnlyList<ReceiverLine> Received { get; set; } = [];

    public IReadOnlySet<Attempted> Uncertain { get; set; } = new HashSet<Attempted>();

    public IReadOnlySet<Attempted> StillOpen { get; set; } = new HashSet<Attempted>();

    public IReadOnlySet<string> NamedUncertain { get; set; } = new HashSet<string>();

    public IReadOnlySet<string> NamedAccepted { get; set; } = new HashSet<string>();

    /// <summary>The explanations of the readers who got copies.</summary>
    public Dictionary<string, IReadOnlyList<string>> Told { get; } = [];

    /// <summary>Each reader with the messages the receiver has for them, in order.</summary>
    public ILookup<string, ReceiverLine> Messages =>
        Received.Where(line => line.Word == ReceiverWord.Dot).ToLookup(line => line.Recipient);

    public IEnumerable<IGrouping<string, ReceiverLine>> Copied => Messages.Where(reader => reader.Count() > 1);
}
