using ActorMail.Delivery;
using ActorMail.Relays;

namespace ActorMail.Telemetry;

/// <summary>
/// What is counted of one relay on one node. Written by the dispatcher alone and read when somebody looks, so that a message costs
/// one addition and no label is made for it.
/// </summary>
internal sealed class RelayCounts(string relay)
{
    private readonly long[] _outcomes = new long[OutcomeLabels.Length];
    private readonly long[] _failures = new long[FailureLabels.Length];

    /// <summary>In the order of <see cref="OutcomeName"/>, then what came back unsent.</summary>
    public static readonly string[] OutcomeLabels = ["accepted", "deferred", "rejected", "skipped", "uncertain", "cancelled", "returned"];

    /// <summary>In the order of <see cref="RelayFaultKind"/>.</summary>
    public static readonly string[] FailureLabels =
        [.. Enum.GetNames<RelayFaultKind>().Select(name => name.ToLowerInvariant())];

    public string Relay { get; } = relay;

    /// <summary>How its sessions stood when last looked at; replaced as a whole, so that nobody sees half of it.</summary>
    public RelayStanding Standing { get; set; } = new(0, 0, 0, 0);

    /// <summary>False from a failed connection until one is open again.</summary>
    public bool Up { get; set; } = true;

    public void Count(DeliveryOutcome outcome) => _outcomes[outcome switch
    {
        DeliveryOutcome.Accepted => (int)OutcomeName.Accepted,
        DeliveryOutcome.Deferred => (int)OutcomeName.Deferred,
        DeliveryOutcome.Rejected => (int)OutcomeName.Rejected,
        DeliveryOutcome.Uncertain => (int)OutcomeName.Uncertain,
        DeliveryOutcome.Returned => OutcomeLabels.Length - 1,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An unknown outcome."),
    }]++;

    public void Count(RelayFaultKind kind) => _failures[(int)kind]++;

    public long Of(OutcomeName outcome) => _outcomes[(int)outcome];

    public IEnumerable<(string Outcome, long Count)> Outcomes => OutcomeLabels.Zip(_outcomes);

    public IEnumerable<(string Kind, long Count)> Failures => FailureLabels.Zip(_failures);
}

/// <param name="Open">Sessions that are open.</param>
/// <param name="InFlight">Messages on the wire.</param>
/// <param name="BackingOff">Mailers that wait for their back-off.</param>
/// <param name="Allowed">Sessions allowed.</param>
internal sealed record RelayStanding(int Open, int InFlight, int BackingOff, int Allowed)
{
    public static RelayStanding Of(IEnumerable<Slot> slots)
    {
        var (open, inFlight, backingOff, allowed) = (0, 0, 0, 0);
        foreach (var slot in slots)
        {
            allowed++;
            if (slot.State == SlotState.Down) backingOff++;
            if (slot.State == SlotState.Sending) inFlight++;
            if (slot.State is SlotState.Free or SlotState.Asking or SlotState.Sending) open++;
        }

        return new RelayStanding(open, inFlight, backingOff, allowed);
    }
}
