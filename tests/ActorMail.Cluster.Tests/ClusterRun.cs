using ActorMail.Rig.Clusters;

// A scenario mostly waits: for a receiver that takes its time, or for a dead node to be given up. So two fit side by side.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace ActorMail.Cluster.Tests;

/// <summary>What the scenarios of a cluster share: how long they are, how patient, and how each of them ends.</summary>
internal static class ClusterRun
{
    /// <summary>Scenarios that make networks come one after the other: one of them counts what is left of them.</summary>
    public const string Networks = "networks";

    /// <summary>Longer than a dead node's slices may take to be taken over, with two slow cores to spare.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>From a node's death until others have its slices.</summary>
    public static readonly TimeSpan TakenOverWithin = TimeSpan.FromSeconds(15);

    /// <summary>How long a node's end, or the cluster's mending, may take.</summary>
    public static readonly TimeSpan Mends = TimeSpan.FromSeconds(90);

    /// <summary>A receiver slow enough that a few thousand readers outlast a take-over.</summary>
    public static readonly ClusterPlan Slow = new() { Connections = 4, MailTakes = TimeSpan.FromMilliseconds(100) };

    /// <summary>ACTORMAIL_LONG=1 asks for 20,000 readers instead of the few thousand that ./test has the time for.</summary>
    private static bool IsLong => Environment.GetEnvironmentVariable("ACTORMAIL_LONG") is { Length: > 0 };

    /// <summary>The plan and the readers of this form of the run.</summary>
    public static (ClusterPlan Plan, int Readers) Sized(ClusterPlan plan, int readers) => IsLong
        ? (plan with { Connections = 8, MailTakes = TimeSpan.FromMilliseconds(40), SliceSize = 200 }, 20_000)
        : (plan, readers);

    /// <summary>Waits until the node, which was struck, holds no slice any more.</summary>
    public static Task TakenOverAsync(this ClusterUnderTest cluster, ClusterNode struck, TimeSpan within) => Eventually.TrueAsync(
        async () => (await cluster.Books.HeldByAsync(struck.Address)).Count == 0, within, () => $"{cluster.Sending}\n{cluster.Tail}");

    /// <summary>
    /// Lets the rest go out at full speed, waits for the post's end and requires that every promise was kept.
    /// </summary>
    public static async Task<RunAccount> KeptItsPromisesAsync(
        this ClusterUnderTest cluster, string post, int readers, params IReadOnlyCollection<(int Node, int Life)> killed)
    {
        cluster.Receiver.MailTakes = TimeSpan.Zero;
        await cluster.FinishedAsync(post, Patience);
        var account = await RunAccount.TakeAsync(
            cluster, post, Enumerable.Range(1, readers).Select(NodeApi.Reader).ToHashSet(), killed);
        Assert.True(account.Broken.Count == 0, $"{account}\n{cluster.Tail}");
        return account;
    }

    /// <summary>The node begins its next life, as under systemd, and the cluster is whole again by itself.</summary>
    public static async Task ComesBackAsync(this ClusterUnderTest cluster, ClusterNode node)
    {
        node.Launch();
        await cluster.WholeAsync(Mends);
    }
}
