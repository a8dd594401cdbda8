using ActorMail.Rig.Clusters;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>PostgreSQL is killed and started again: outcomes wait for it, and nobody has to do anything.</summary>
public sealed class The_database_restarts_during_a_run
{
    private const int Readers = 1500;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    [PostgresFact]
    public async Task Nothing_that_was_answered_is_forgotten_and_nobody_gets_a_copy()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(ClusterRun.Slow with { OwnServer = true });
        var post = await cluster.PublishAsync(Readers);
        await cluster.ReceivedAsync(Readers / 5, ClusterRun.Patience);

        await cluster.Server.KillAsync();
        await Task.Delay(Away);
        var waiting = cluster.Sending.Messages;
        Assert.True(waiting < Readers, "The run was over before the database was back.");
        await cluster.Server.StartAsync();

        await cluster.KeptItsPromisesAsync(post, Readers);
        await cluster.WholeAsync(ClusterRun.Mends);
        Assert.All(cluster.Nodes, node => Assert.Equal(0, node.Life));
    }
}
