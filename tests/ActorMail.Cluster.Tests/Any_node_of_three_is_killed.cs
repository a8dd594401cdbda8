using System.Diagnostics;
using ActorMail.CrashRig.Runs;
using ActorMail.Rig.Clusters;
using ActorMail.Rig.Receiver;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>SIGKILL at a seeded moment, whatever the node's part in the cluster was.</summary>
public sealed class Any_node_of_three_is_killed
{
    private const int Readers = 3000;
    private static readonly TimeSpan TakeOverWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan NeverStopFor = TimeSpan.FromSeconds(2);

    [PostgresTheory]
    [InlineData(1, "the oldest")]
    [InlineData(2, "one that only mails")]
    [InlineData(3, "one that only has the door")]
    public async Task Everybody_is_served_and_the_others_never_stop(int seed, string victim)
    {
        var (plan, readers) = ClusterRun.Sized(ClusterRun.Slow with { Roles = RolesFor(victim) }, Readers);
        await using var cluster = await ClusterUnderTest.StartAsync(plan);
        var node = await ChooseAsync(cluster, victim);
        var trap = new Trap(
            Moment.AfterDot, new SeededChance(seed).Between(readers / 20, readers / 5), () => Signals.Kill(node.Process.Id), kills: false);
        cluster.Receiver.Arm(trap);
        var post = await cluster.PublishAsync(readers);
        await trap.Sprung.WaitAsync(ClusterRun.Patience);

        var since = Stopwatch.GetTimestamp();
        var held = await cluster.Books.HeldByAsync(node.Address);
        if (plan.Mails(node.Number)) Assert.NotEmpty(held);
        await Eventually.TrueAsync(
            async () => (await cluster.Books.HeldByAsync(node.Address)).Count == 0, TakeOverWithin, () => cluster.Tail);
        var takenOver = Stopwatch.GetElapsedTime(since);

        var account = await cluster.KeptItsPromisesAsync(post, readers, (node.Number, 0));
        var others = new Sending(account.Lines).Of([.. cluster.Living.Select(other => other.Number)]);
        Assert.True(others.LargestGap() < NeverStopFor, $"taken over after {takenOver}; {account}\n{cluster.Tail}");
        await cluster.ComesBackAsync(node);
    }

    private static Dictionary<int, string[]> RolesFor(string victim) => victim switch
    {
        "one that only mails" => new() { [1] = ["mailer"] },
        "one that only has the door" => new() { [2] = ["web"] },
        _ => [],
    };

    private static async Task<ClusterNode> ChooseAsync(ClusterUnderTest cluster, string victim) => victim switch
    {
        "the oldest" => cluster.NodeOf((await ClusterUnderTest.LookAsync(cluster.Nodes[0]))!.Members.Single(member => member.Oldest)),
        "one that only mails" => cluster.Nodes[1],
        _ => cluster.Nodes[2],
    };
}
