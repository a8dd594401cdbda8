using ActorMail.Rig.Clusters;
using ActorMail.Rig.Receiver;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>The case that majority and seniority both lose: whoever is left has to go on.</summary>
public sealed class Either_of_two_nodes_is_killed
{
    private const int Readers = 3000;

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_other_goes_on(bool oldest)
    {
        var plan = ClusterRun.Slow with { Nodes = 2, Connections = 8 };
        await using var cluster = await ClusterUnderTest.StartAsync(plan);
        var seen = await ClusterUnderTest.LookAsync(cluster.Nodes[0]);
        var victim = cluster.NodeOf(seen!.Members.Single(member => member.Oldest == oldest));
        var other = cluster.Nodes.Single(node => node != victim);
        var post = await cluster.PublishAsync(Readers);
        await cluster.ReceivedAsync(Readers / 10, ClusterRun.Patience);

        await victim.Process.KillAsync();
        await cluster.TakenOverAsync(victim, ClusterRun.Mends);
        Assert.True(cluster.Sending.Messages < Readers, $"The run was over before the take-over: {cluster.Sending}");
        var account = await cluster.KeptItsPromisesAsync(post, Readers, (victim.Number, 0));
        Assert.True(
            new Sending(account.Lines).Of([other.Number]).LargestGap() < TimeSpan.FromSeconds(2), $"{account}\n{cluster.Tail}");
        Assert.True(other.Lives, cluster.Tail);

        var next = await other.Api.PublishAsync();
        await cluster.FinishedAsync(next, ClusterRun.Patience);
        await cluster.ComesBackAsync(victim);
    }
}
