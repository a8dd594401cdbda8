using ActorMail.Cluster;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;

namespace ActorMail.Hosting;

/// <summary>An actor of which there is one in the whole system: on a node of its own simply that, in a cluster on its oldest web node.</summary>
internal static class OneInAll
{
    public static void Start(ActorSystem system, ClusterSettings? cluster, Props props, string name)
    {
        if (cluster is null) system.ActorOf(props, name);
        else if (cluster.Roles.Contains(ClusterSettings.Web))
            system.ActorOf(
                ClusterSingletonManager.Props(
                    props, PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system).WithRole(ClusterSettings.Web)),
                name);
    }
}
