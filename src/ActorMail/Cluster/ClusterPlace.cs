using ActorMail.Hosting;
using ActorMail.Posts;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorMail.Cluster;

/// <summary>A member of a cluster: posts and their keeper live on its web nodes, mailers on those with that role.</summary>
internal static class ClusterPlace
{
    public static EnginePlace Of(ActorSystem system, ClusterSettings settings)
    {
        var cluster = AkkaCluster.Get(system);
        TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        return new EnginePlace(
            cluster.SelfAddress.ToString(),
            settings.Roles.Contains(ClusterSettings.Mailer),
            up.Task,
            (actors, post) => StartPosts(actors, post, settings.Roles.Contains(ClusterSettings.Web)),
            StartStops,
            (actors, keeper, name) => StartKeeper(actors, keeper, name, settings.Roles.Contains(ClusterSettings.Web)));
    }

    private static IActorRef StartPosts(ActorSystem system, Props post, bool hosts)
    {
        PostShards shards = new(system.Settings.Config.GetInt("actormail.post.shards"));
        var sharding = ClusterSharding.Get(system);
        return hosts
            ? sharding.Start(PostShards.TypeName, post, ClusterShardingSettings.Create(system).WithRole(ClusterSettings.Web), shards)
            : sharding.StartProxy(PostShards.TypeName, ClusterSettings.Web, shards);
    }

    /// <summary>
    /// Pause and cancel must hold with the node of the post's actor out of reach, so each node carries them out by itself; the row's
    /// version keeps the two from undoing each other's work.
    /// </summary>
    private static IActorRef StartStops(ActorSystem system, Props post) => system.ActorOf(LocalPostRegion.Props(post), "post-stops");

    private static void StartKeeper(ActorSystem system, Props keeper, string name, bool hosts)
    {
        if (!hosts) return;
        var settings = ClusterSingletonManagerSettings.Create(system).WithRole(ClusterSettings.Web);
        system.ActorOf(ClusterSingletonManager.Props(keeper, PoisonPill.Instance, settings), name);
    }
}
