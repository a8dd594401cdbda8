using ActorMail.Rig.Clusters;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>Nobody is told whom to join: the nodes meet in the database.</summary>
public sealed class Three_nodes_started_in_the_same_instant_form_one_cluster
{
    [PostgresFact]
    public async Task With_one_leader_and_one_oldest_that_all_agree_on()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(new ClusterPlan());
        var views = await Task.WhenAll(cluster.Nodes.Select(ClusterUnderTest.LookAsync));
        foreach (var view in views)
        {
            Assert.Equal(cluster.Nodes.Select(node => node.Address).Order(), view!.Members.Select(member => cluster.NodeOf(member).Address).Order());
            Assert.All(view.Members, member => Assert.Equal(["mailer", "web"], member.Roles.Order()));
        }

        Assert.Single(views.Select(view => view!.Members.Single(member => member.Leader).Address).Distinct());
        Assert.Single(views.Select(view => view!.Members.Single(member => member.Oldest).Address).Distinct());
        Assert.Equal(cluster.Nodes.Select(node => node.Address), views.Select(view => view!.Self[(view.Self.IndexOf('@') + 1)..]));
    }
}
