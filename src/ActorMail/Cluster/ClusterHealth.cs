using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorMail.Cluster;

/// <summary>The truth about a member, also after it was removed: Akka.NET's own check says healthy for ever once it was up.</summary>
internal sealed class ClusterHealth(Lazy<ActorSystem> system, ClusterSight sight) : IClusterHealth
{
    private readonly Lazy<TimeSpan> _skewTells =
        new(() => ClusterTimes.From(system.Value.Settings.Config).SkewTells);

    public string? Fault
    {
        get
        {
            var cluster = AkkaCluster.Get(system.Value);
            return Closed ?? ClusterHealthRules.Fault(
                Standing, cluster.State.Members.Count, cluster.State.Unreachable.Count, sight.Skew, _skewTells.Value);
        }
    }

    /// <summary>Why nothing can be asked of the cluster through this node: it is not in one.</summary>
    public string? Closed => ClusterHealthRules.Closed(Standing, sight.Hindrance);

    private ClusterStanding Standing
    {
        get
        {
            var cluster = AkkaCluster.Get(system.Value);
            return sight.Standing(cluster.SelfMember.Status, cluster.IsTerminated);
        }
    }
}

/// <summary>What makes a node unfit to be given work.</summary>
internal static class ClusterHealthRules
{
    public static string? Closed(ClusterStanding standing, string? hindrance) => standing switch
    {
        ClusterStanding.Member or ClusterStanding.Leaving => null,
        ClusterStanding.CastOut => "The cluster goes on without this node.",
        _ when hindrance is not null => $"The node has not joined its cluster yet: {hindrance}.",
        _ => "The node has not joined its cluster yet.",
    };

    /// <param name="members">All members, this one included.</param>
    public static string? Fault(ClusterStanding standing, int members, int unreachable, TimeSpan skew, TimeSpan skewTells)
    {
        if (standing == ClusterStanding.Leaving) return "The node is leaving its cluster.";
        if (unreachable * 2 > members) return $"{unreachable} of {members} members cannot be reached.";
        return skew.Duration() > skewTells
            ? $"The node's clock is {skew.Duration().TotalSeconds:0.0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the database's."
            : null;
    }
}

/// <summary>A node of its own is never without itself.</summary>
internal sealed class AlwaysWhole : IClusterHealth
{
    public string? Fault => null;
}
