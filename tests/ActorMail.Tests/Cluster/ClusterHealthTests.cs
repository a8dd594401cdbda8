using ActorMail.Cluster;
using Akka.Cluster;

namespace ActorMail.Tests.Cluster;

public class ClusterHealthTests
{
    private static readonly TimeSpan Tells = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_node_that_was_removed_is_told_from_one_that_never_was_in()
    {
        ClusterSight sight = new();
        Assert.Equal(ClusterStanding.Outside, sight.Standing(MemberStatus.Removed, false));
        Assert.Equal(ClusterStanding.Joining, sight.Standing(MemberStatus.Joining, false));
        Assert.Equal(ClusterStanding.Member, sight.Standing(MemberStatus.Up, false));
        Assert.Equal(ClusterStanding.CastOut, sight.Standing(MemberStatus.Down, false));
        Assert.Equal(ClusterStanding.CastOut, sight.Standing(MemberStatus.Removed, true));
    }

    [Fact]
    public void Outside_a_cluster_nothing_is_taken()
    {
        Assert.Contains("waiting for a", ClusterHealthRules.Closed(ClusterStanding.Outside, "waiting for a"));
        Assert.NotNull(ClusterHealthRules.Closed(ClusterStanding.Joining, null));
        Assert.NotNull(ClusterHealthRules.Closed(ClusterStanding.CastOut, null));
        Assert.Null(ClusterHealthRules.Closed(ClusterStanding.Member, "long ago"));
        Assert.Null(ClusterHealthRules.Closed(ClusterStanding.Leaving, null));
    }

    [Theory]
    [InlineData(3, 1, 0, true)]
    [InlineData(3, 2, 0, false)]
    [InlineData(2, 1, 0, true)]
    [InlineData(1, 0, 2.1, false)]
    [InlineData(1, 0, -2.1, false)]
    [InlineData(1, 0, 1.9, true)]
    public void A_member_is_ready_when_it_sees_most_others_and_the_right_time(int members, int unreachable, double skew, bool ready) =>
        Assert.Equal(ready, ClusterHealthRules.Fault(
            ClusterStanding.Member, members, unreachable, TimeSpan.FromSeconds(skew), Tells) is null);

    [Fact]
    public void A_leaving_node_is_not_ready() =>
        Assert.NotNull(ClusterHealthRules.Fault(ClusterStanding.Leaving, 3, 0, TimeSpan.Zero, Tells));
}
