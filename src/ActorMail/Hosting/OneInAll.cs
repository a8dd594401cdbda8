using ActorMail.Cluster;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;

namespace ActorMail.Hosting;

/// <summary>Starts an actor of which there is one in the whole system: in a cluster it lives on the oldest web node.</summary>
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
