using ActorMail.Rig.Clusters;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>A node sleeps past its leases, and wakes to find that others have done its work.</summary>
public sealed class A_frozen_node_is_fenced
{
    private const int Readers = 1500;
    private const int Frozen = 2;

    [PostgresFact]
    public async Task What_was_taken_over_it_does_not_send_again()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(ClusterRun.Slow);
        var node = cluster.Nodes[Frozen];
        var post = await cluster.PublishAsync(Readers);
        await cluster.ReceivedAsync(Readers / 10, ClusterRun.Patience);

        node.Process.Freeze();
        Assert.NotEmpty(await cluster.Books.HeldByAsync(node.Address));
        await cluster.TakenOverAsync(node, ClusterRun.Mends);
        Assert.True(cluster.Sending.Messages < Readers, "The run was over before the node was thawed.");
        node.Process.Thaw();

        // The others gave it up, so it ends, and is started again as under systemd.
        await node.Process.ExitCodeAsync(ClusterRun.Mends);
        await cluster.ComesBackAsync(node);
        await cluster.KeptItsPromisesAsync(post, Readers);
    }
}
