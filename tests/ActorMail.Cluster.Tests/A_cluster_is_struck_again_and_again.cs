using ActorMail.CrashRig.Clusters;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>Five seeded strikes; bench/ActorMail.CrashRig --database postgresql does as many as you like.</summary>
public sealed class A_cluster_is_struck_again_and_again
{
    [PostgresFact]
    public async Task Nobody_is_lost_and_only_doubt_is_repeated()
    {
        var run = await ClusterCrashRun.RunAsync(ClusterCrashPlan.FromSeed(401, strikes: 5, nodes: 3));
        Assert.True(run.Sound, run.ToString());
        Assert.Equal(5, run.Kills);
    }
}
