using ActorMail.Cluster;
using ActorMail.Nodes;

namespace ActorMail.Tests.Cluster;

public class FormingDecisionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    [Fact]
    public void The_cluster_founded_first_stays()
    {
        NodeSighting[] rows = [Row("a", Noon), Row("b", Noon.AddSeconds(1))];
        Assert.Equal("a", FormingDecisions.GivesWayTo(Noon.AddSeconds(1), ["b"], rows, FreshFor));
        Assert.Null(FormingDecisions.GivesWayTo(Noon, ["a"], rows, FreshFor));
    }

    [Fact]
    public void Two_halves_of_one_cluster_never_both_give_way_nor_both_stay()
    {
        NodeSighting[] rows = [Row("a", Noon), Row("b", Noon), Row("c", Noon)];
        Assert.Null(FormingDecisions.GivesWayTo(Noon, ["b", "c"], rows, FreshFor));
        Assert.Equal("b", FormingDecisions.GivesWayTo(Noon, ["a"], rows, FreshFor));

        NodeSighting[] even = [Row("a", Noon), Row("b", Noon)];
        Assert.Null(FormingDecisions.GivesWayTo(Noon, ["a"], even, FreshFor));
        Assert.Equal("a", FormingDecisions.GivesWayTo(Noon, ["b"], even, FreshFor));
    }

    [Fact]
    public void Nobody_gives_way_to_the_dead_the_joining_and_its_own()
    {
        NodeSighting[] rows =
        [
            Row("me", Noon),
            Row("dead", Noon.AddHours(-1), age: 6),
            Row("joining", null, joined: false),
            Row("leaving", Noon.AddHours(-1), joined: false),
            Row("fellow", Noon),
        ];
        Assert.Null(FormingDecisions.GivesWayTo(Noon, ["me", "fellow"], rows, FreshFor));
    }

    [Fact]
    public void A_cluster_is_as_old_as_its_members_know()
    {
        NodeSighting[] rows = [Row("a", Noon), Row("stranger", Noon.AddHours(-1)), Row("new", null, joined: false)];
        Assert.Equal(Noon, FormingDecisions.FoundedAt(null, ["a", "new"], rows));
        Assert.Equal(Noon.AddSeconds(-1), FormingDecisions.FoundedAt(Noon.AddSeconds(-1), ["a"], rows));
        Assert.Null(FormingDecisions.FoundedAt(null, ["new"], rows));
    }

    private static NodeSighting Row(string address, DateTimeOffset? founded, bool joined = true, int age = 1) => new(
        new NodeCard("actormail", address, Guid.Empty, []), new NodeFigures(joined, founded, 0), TimeSpan.FromSeconds(age), 0);
}
