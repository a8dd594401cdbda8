using ActorMail.Rig.Clusters;
using Xunit.Abstractions;

namespace ActorMail.Cluster.Tests;

/// <summary>The node hears nothing any more, from the others, the database or the receiver.</summary>
[Collection(ClusterRun.Networks)]
public sealed class A_node_is_partitioned_from_the_others_and_from_the_database(ITestOutputHelper output)
{
    private const int Readers = 2000;
    private const int Cut = 2;

    [PartitionFact]
    public async Task Nobody_is_lost_and_the_cluster_is_whole_again_by_itself()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(ClusterRun.Slow with { Partitionable = true });
        var node = cluster.Nodes[Cut];
        var post = await cluster.PublishAsync(Readers);
        await cluster.ReceivedAsync(Readers / 10, ClusterRun.Patience);

        var cut = cluster.Receiver.Now;
        cluster.Net!.CutFromOthers(Cut);
        cluster.Net.CutFromHub(Cut);
        // Given up by the others, it ends; once the network is back it is started again as under systemd.
        await node.Process.ExitCodeAsync(ClusterRun.Mends);
        output.WriteLine($"ended {(cluster.Receiver.Now - cut).TotalSeconds:0.0} s after it was cut off");
        Assert.Equal([0, 1], cluster.Living.Select(other => other.Number));
        cluster.Net.Heal(Cut);
        await cluster.ComesBackAsync(node);

        await cluster.KeptItsPromisesAsync(post, Readers);
        Assert.All([0, 1], other => Assert.Equal(0, cluster.Nodes[other].Life));
    }
}
