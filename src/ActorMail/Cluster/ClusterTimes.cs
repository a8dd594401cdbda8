using ActorMail.Hosting;
using Akka.Configuration;

namespace ActorMail.Cluster;

/// <summary>How a node finds its cluster and keeps itself known (hocon/cluster.hocon, actormail.cluster).</summary>
internal sealed record ClusterTimes(
    TimeSpan Beat, TimeSpan FreshFor, TimeSpan MeetAgain, TimeSpan LetInWithin, TimeSpan StrangersFor, TimeSpan SkewTells, TimeSpan SkewRefuses, TimeSpan SkewLook)
{
    /// <summary>As they will hold in the actor system: what the operator sets before what is shipped.</summary>
    public static ClusterTimes Read(Config operators) => From(operators.WithFallback(EngineHocon.Load("cluster.hocon")));

    internal static ClusterTimes From(Config config)
    {
        var cluster = config.GetConfig("actormail.cluster");
        return new ClusterTimes(
            cluster.GetTimeSpan("beat"),
            cluster.GetTimeSpan("fresh-for"),
            cluster.GetTimeSpan("meet-again"),
            cluster.GetTimeSpan("let-in-within"),
            cluster.GetTimeSpan("strangers-for"),
            cluster.GetTimeSpan("skew-tells"),
            cluster.GetTimeSpan("skew-refuses"),
            cluster.GetTimeSpan("skew-look"));
    }
}
