using ActorMail.Nodes;
using ActorMail.Storage;
using Akka.Actor;
using Akka.Cluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorMail.Cluster;

/// <summary>The members as this node's actor system sees them, with what their rows in the directory tell.</summary>
internal sealed class ClusterWatch(Lazy<ActorSystem> system, INodeDirectory directory) : IClusterWatch
{
    private AkkaCluster Cluster => AkkaCluster.Get(system.Value);

    public async Task<ClusterView> LookAsync(CancellationToken cancel)
    {
        var state = Cluster.State;
        var rows = await RowsAsync(cancel);
        var oldest = state.Members.Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving)
            .OrderBy(member => member, Member.AgeOrdering).FirstOrDefault();
        return new ClusterView(true, Cluster.SelfAddress.ToString(), state.Unreachable.IsEmpty,
        [
            .. state.Members.OrderBy(member => member, Member.AgeOrdering).Select(member => View(
                member, !state.Unreachable.Contains(member), member.Address.Equals(state.Leader), member.Equals(oldest), rows)),
        ]);
    }

    public Task<ClusterAnswer> LeaveAsync(string address, CancellationToken cancel) => Task.FromResult(Tell(address, Cluster.Leave));

    public Task<ClusterAnswer> DownAsync(string address, CancellationToken cancel) => Task.FromResult(Tell(address, Cluster.Down));

    private ClusterAnswer Tell(string address, Action<Address> wish)
    {
        if (Cluster.State.Members.FirstOrDefault(member => member.Address.ToString() == address) is not { } found)
            return ClusterAnswer.NoSuchMember;
        wish(found.Address);
        return ClusterAnswer.Begun;
    }

    /// <summary>A store that does not work hides the figures, not the members.</summary>
    private async Task<Dictionary<string, NodeSighting>> RowsAsync(CancellationToken cancel)
    {
        try
        {
            return (await directory.ListAsync(cancel)).GroupBy(row => row.Card.Address)
                .ToDictionary(rows => rows.Key, rows => rows.MinBy(row => row.Age)!);
        }
        catch (StoreUnavailableException)
        {
            return [];
        }
    }

    private static MemberView View(
        Member member, bool reachable, bool leader, bool oldest, Dictionary<string, NodeSighting> rows)
    {
        var address = member.Address.ToString();
        var row = rows.GetValueOrDefault(address);
        return new MemberView(
            address, member.Status.ToString().ToLowerInvariant(), reachable, leader, oldest, [.. member.Roles.Order(StringComparer.Ordinal)],
            row?.LeasesHeld ?? 0, row?.Figures.MailsPerSecond);
    }
}
