using ActorMail.CrashRig.Links;
using ActorMail.Rig.Receiver;

namespace ActorMail.CrashRig.Runs;

/// <summary>Everything one run of a single node does.</summary>
internal sealed record CrashPlan : RunPlan
{
    private const int MomentsOfAMail = 6;

    private static readonly string[] Inside =
        ["after-lease", "after-intent-commit", "before-outcome-commit", "after-outcome-commit", "lease-renewal", "during-lease"];

    /// <summary>How each life of the node but the last ends.</summary>
    public IReadOnlyList<Strike> Strikes { get; init; } = [];

    /// <summary>The last life is frozen at this moment, its slices are taken over, and it is thawed.</summary>
    public int? FreezeAfter { get; init; }

    /// <summary>What happens to the link between node and receiver.</summary>
    public IReadOnlyList<LinkFault> Link { get; init; } = [];

    /// <summary>Kills at random moments, spread so that each falls into the run.</summary>
    public static CrashPlan FromSeed(int seed, int kills)
    {
        var chance = new SeededChance(seed);
        var readers = chance.Between(150, 300);
        var share = (int)(readers * MomentsOfAMail * 0.9 / kills);
        return new CrashPlan
        {
            Seed = seed,
            Pipelining = seed % 2 == 0,
            Readers = readers,
            Connections = chance.Between(1, 8),
            SliceSize = chance.Between(20, 120),
            OnUncertain = Policy(chance),
            MailTakes = TimeSpan.FromMilliseconds(chance.Between(0, 3)),
            Strikes = [.. Enumerable.Range(0, kills).Select(_ => Random(chance, share))],
        };
    }

    public override string ToString() =>
        $"seed {Seed}: {Readers} readers, {Connections} connections, slices of {SliceSize}, {OnUncertain}, {Spoken}, "
        + $"strikes [{string.Join(", ", Strikes)}]";

    private static Strike Random(SeededChance chance, int share) => chance.Between(0, 9) switch
    {
        // Inside points come early in a life, so that enough of the run is left for the kills after them.
        < 2 => new Strike.KillInside(Inside[chance.Between(0, Inside.Length - 1)], chance.Between(1, 2)),
        < 4 => new Strike.KillAt((Moment)chance.Between(0, MomentsOfAMail - 1), chance.Between(1, share / MomentsOfAMail)),
        _ => new Strike.KillAfter(chance.Between(1, share)),
    };
}
