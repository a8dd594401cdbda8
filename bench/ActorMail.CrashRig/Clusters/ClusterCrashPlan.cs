using ActorMail.CrashRig.Runs;

namespace ActorMail.CrashRig.Clusters;

/// <summary>Everything one run of a cluster does: before each strike another post goes out, to readers of its own.</summary>
internal sealed record ClusterCrashPlan : RunPlan
{
    public int Nodes { get; init; } = 3;

    /// <summary>Each after so many messages of its post, by whichever node.</summary>
    public IReadOnlyList<ClusterStrike> Strikes { get; init; } = [];

    public override int Mails => Readers * Strikes.Count;

    public static ClusterCrashPlan FromSeed(int seed, int strikes, int nodes)
    {
        var chance = new SeededChance(seed);
        var readers = chance.Between(200, 400);
        return new ClusterCrashPlan
        {
            Seed = seed,
            Pipelining = seed % 2 == 0,
            Nodes = nodes,
            Readers = readers,
            Connections = chance.Between(1, 6),
            SliceSize = chance.Between(10, 60),
            OnUncertain = Policy(chance),
            MailTakes = TimeSpan.FromMilliseconds(chance.Between(5, 30)),
            Strikes = [.. Enumerable.Range(0, strikes).Select(_ => Random(chance, nodes, readers))],
        };
    }

    public override string ToString() =>
        $"seed {Seed}: {Nodes} nodes, {Readers} readers a post, {Connections} connections, slices of {SliceSize}, {OnUncertain}, {Spoken}, "
        + $"strikes [{string.Join(", ", Strikes)}]";

    private static ClusterStrike Random(SeededChance chance, int nodes, int readers)
    {
        var (node, messages) = (chance.Between(0, nodes - 1), chance.Between(1, readers / 2));
        return chance.Between(0, 9) switch
        {
            < 6 => new ClusterStrike.Kill(node, messages),
            < 8 => new ClusterStrike.Freeze(node, messages, TimeSpan.FromSeconds(chance.Between(1, 20))),
            _ => new ClusterStrike.Terminate(node, messages),
        };
    }
}
