using ActorMail.Rig.Clusters;
using ActorMail.Testing.Postgres;
using Xunit.Abstractions;

namespace ActorMail.Cluster.Tests;

/// <summary>A first node waits for nobody.</summary>
public sealed class A_lone_node_is_up_in_about_a_second(ITestOutputHelper output)
{
    /// <summary>Far above the second it takes on an idle machine: two busy cores are slow.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    [PostgresFact]
    public async Task On_a_fresh_database_and_on_its_own_again()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(new ClusterPlan { Nodes = 1 });
        var fresh = cluster.Nodes[0].Process.StartedIn;
        await cluster.Nodes[0].Process.KillAsync();
        await cluster.ComesBackAsync(cluster.Nodes[0]);
        var again = cluster.Nodes[0].Process.StartedIn;
        output.WriteLine($"fresh {fresh.TotalSeconds:0.00} s, again after a kill {again.TotalSeconds:0.00} s");
        Assert.InRange(fresh, TimeSpan.Zero, Bound);
        Assert.InRange(again, TimeSpan.Zero, Bound);
    }
}
