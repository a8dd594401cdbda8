using System.Net;
using System.Net.Sockets;
using ActorMail.Rig.Clusters;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

public sealed class A_node_that_cannot_join_says_why
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_cluster_on_SQLite_is_no_cluster()
    {
        using var setup = NodeSetup.ToRelay(Ports.Free()).Set("Cluster:Enabled", "true");
        await using var node = NodeProcess.Launch(setup);
        Assert.Equal(78, await node.ExitCodeAsync(AtOnce));
        Assert.Contains("PostgreSQL", Assert.Single(node.Errors));
    }

    [PostgresFact]
    public async Task The_port_between_nodes_is_in_use()
    {
        await using var cluster = await ClusterUnderTest.PrepareAsync(new ClusterPlan { Nodes = 1 });
        var port = int.Parse(cluster.Nodes[0].Address.Split(':')[1]);
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        var node = cluster.Nodes[0].Launch();
        Assert.Equal(1, await node.ExitCodeAsync(AtOnce));
        Assert.Contains($"{port}", Assert.Single(node.Errors));
    }

    [PostgresFact]
    public async Task The_database_is_out_of_reach()
    {
        var port = Ports.Free();
        await using var cluster = await ClusterUnderTest.PrepareAsync(new ClusterPlan { Nodes = 1 });
        cluster.Nodes[0].Setup.Set("Database:ConnectionString", $"Host=127.0.0.1;Port={port};Database=mail;Username=mail;Password=not-to-be-told");
        var node = cluster.Nodes[0].Launch();
        Assert.Equal(1, await node.ExitCodeAsync(AtOnce));
        Assert.Contains($"{port}", Assert.Single(node.Errors));
        Assert.DoesNotContain("not-to-be-told", node.Talk);
    }

    [PostgresFact]
    public async Task Another_cluster_lives_on_the_database()
    {
        await using var cluster = await ClusterUnderTest.PrepareAsync(new ClusterPlan { Nodes = 2 });
        cluster.Nodes[0].Launch();
        await cluster.WholeAsync(ClusterRun.Mends);
        cluster.Nodes[1].Setup.Set("Cluster:Name", "somebody-else");
        var stranger = cluster.Nodes[1].Launch();
        Assert.Equal(1, await stranger.ExitCodeAsync(AtOnce));
        Assert.Contains("actormail", Assert.Single(stranger.Errors));
        await cluster.WholeAsync(ClusterRun.Mends);
    }
}
