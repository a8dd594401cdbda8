namespace ActorMail.DevInbox;

/// <summary>The faults in force, in the order they were added; the first that strikes wins.</summary>
public sealed class InboxFaults
{
    private readonly long[] _seen = new long[Enum.GetValues<InboxPhase>().Length];
    private InboxFault[] _faults = [];

    public InboxFault Add(InboxFault fault)
    {
        InboxFault[] before;
        do before = _faults;
        while (Interlocked.CompareExchange(ref _faults, [.. before, fault], before) != before);
        return fault;
    }

    /// <summary>Takes every fault away; present stalls end.</summary>
    public void Clear()
    {
        foreach (var fault in Interlocked.Exchange(ref _faults, [])) fault.Release();
    }

    /// <summary>How often a phase was reached on this server.</summary>
    public long Seen(InboxPhase phase) => Interlocked.Read(ref _seen[(int)phase]);

    internal InboxFault? Strike(InboxPhase phase, long connection, string? mailFrom, string? recipient)
    {
        var nth = Interlocked.Increment(ref _seen[(int)phase]);
        var faults = Volatile.Read(ref _faults);
        if (faults.Length == 0) return null;
        var moment = new FaultMoment(connection, nth, mailFrom, recipient);
        return Array.Find(faults, fault => fault.Phase == phase && fault.Strikes(moment));
    }
}
