using ActorMail.Rig.Clusters;
using ActorMail.Rig.Receiver;

namespace ActorMail.Cluster.Tests;

/// <summary>The rig's own judgement, on ledgers written by hand.</summary>
public sealed class DoubtBoundTests
{
    private const int Connections = 2;
    private static readonly (int Node, int Life) Life = (2, 1);

    [Fact]
    public void A_life_that_nothing_happened_to_may_leave_no_doubt()
    {
        var (ledger, last) = (Ledger(1, 3), Ledger(1, 3)[^1]);
        Assert.Equal(2, Broken(ledger, [last], [], []).Count);
        Assert.Empty(Broken(ledger, [], [], []));
    }

    [Fact]
    public void A_killed_life_leaves_the_last_message_of_each_connection_and_no_other()
    {
        IReadOnlyList<ReceiverLine> ledger = [.. Ledger(1, 3), .. Ledger(2, 2)];
        var (ends, earlier) = (new[] { ledger[2], ledger[4] }, ledger[1]);
        Assert.Empty(Broken(ledger, ends, [Life], []));
        Assert.Contains("after which their connection went on", Assert.Single(Broken(ledger, [earlier], [Life], [])));
        Assert.Contains("caused 2 copies by one connection, 1 are allowed", Broken(ledger, [ledger[2], earlier], [Life], [])[0]);
    }

    [Fact]
    public void No_more_than_one_a_connection_however_many_connections_there_were()
    {
        IReadOnlyList<ReceiverLine> ledger = [.. Ledger(1, 1), .. Ledger(2, 1), .. Ledger(3, 1)];
        Assert.Equal("Life 1 of node 2 caused 3 copies, 2 are allowed.", Assert.Single(Broken(ledger, ledger, [Life], [])));
    }

    [Fact]
    public void A_life_that_was_given_up_and_then_killed_may_leave_two_a_connection()
    {
        IReadOnlyList<ReceiverLine> ledger = [.. Ledger(1, 3), .. Ledger(2, 3)];
        ReceiverLine[] repeated = [ledger[0], ledger[2], ledger[3], ledger[5]];
        Assert.Empty(Broken(ledger, repeated, [Life], [Life]));
        Assert.Equal(2, Broken(ledger, repeated, [], [Life]).Count(broken => broken.Contains("by one connection")));
        Assert.Equal(4 * Connections, new DoubtBound([Life, (0, 0)], [Life, (1, 0)], Connections).Uncertain);
    }

    [Fact]
    public void The_message_that_counts_is_its_deciders_last()
    {
        var (copy, thawed) = (Line(0, 1, 1, 1), Line(2, 2, 1, 2));
        Assert.Equal([thawed], DoubtBound.InDoubt([thawed, copy], decider: 0));
        Assert.Equal([copy], DoubtBound.InDoubt([copy, thawed], decider: 2));
        Assert.Equal([copy], DoubtBound.InDoubt([copy, thawed], decider: null));
        Assert.Equal([copy], DoubtBound.InDoubt([copy, copy with { At = thawed.At }], decider: 0));
    }

    private static List<string> Broken(
        IReadOnlyList<ReceiverLine> ledger, IReadOnlyList<ReceiverLine> repeated, (int, int)[] killed, (int, int)[] givenUp) =>
        [.. new DoubtBound(killed, givenUp, Connections).Broken(repeated, ledger)];

    /// <summary>The messages of one connection.</summary>
    private static IReadOnlyList<ReceiverLine> Ledger(long connection, int messages) =>
        [.. Enumerable.Range(1, messages).Select(nth => Line(Life.Node, connection, nth, nth))];

    private static ReceiverLine Line(int node, long connection, int nth, int second) => new(
        ReceiverWord.Dot, node, Life.Life, connection, nth, $"reader-{connection}-{nth}@example.org", "<id>", TimeSpan.FromSeconds(second));
}
