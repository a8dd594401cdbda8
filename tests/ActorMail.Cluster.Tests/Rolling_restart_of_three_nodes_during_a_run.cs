using ActorMail.Rig.Clusters;
using ActorMail.Rig.Receiver;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>SIGTERM on one node after another: an upgrade that no reader notices.</summary>
public sealed class Rolling_restart_of_three_nodes_during_a_run
{
    private const int Readers = 5000;

    [PostgresFact]
    public async Task Nobody_is_lost_nobody_gets_a_copy_and_nothing_pauses()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(ClusterRun.Slow);
        var post = await cluster.PublishAsync(Readers);
        foreach (var node in cluster.Nodes)
        {
            await cluster.ReceivedAsync(cluster.Sending.Messages + 100, ClusterRun.Patience);
            Assert.Equal(0, await node.Process.TerminateAsync(ClusterRun.Mends));
            await cluster.ComesBackAsync(node);
        }

        Assert.True(cluster.Sending.Messages < Readers, $"The run was over before the last restart: {cluster.Sending}");
        var account = await cluster.KeptItsPromisesAsync(post, Readers);
        Assert.Equal((0, 0, 0), (account.Lost, account.Copies, account.Uncertain));
        Assert.True(cluster.Sending.LargestGap() < TimeSpan.FromSeconds(5), account.ToString());
        Assert.All(cluster.Nodes, node => Assert.True(new Sending(
            account.Lines.Where(line => line.Life == 1)).ByNode.ContainsKey(node.Number), $"Node {node.Number} sends nothing any more"));
    }
}
