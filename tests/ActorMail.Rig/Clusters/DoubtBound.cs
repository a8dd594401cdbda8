using ActorMail.Rig.Receiver;

namespace ActorMail.Rig.Clusters;

/// <summary>
/// What a life of a node may leave in doubt (promise P2): one message a connection when it is killed, and one when the others give it
/// up although it lives; nothing else ends a message without an outcome. Each of the two can happen to a life once.
/// </summary>
/// <param name="killed">Lives that were killed.</param>
/// <param name="givenUp">Lives that ended by themselves because the cluster went on without them.</param>
public sealed class DoubtBound(
    IReadOnlyCollection<(int Node, int Life)> killed, IReadOnlyCollection<(int Node, int Life)> givenUp, int connections)
{
    /// <summary>In all.</summary>
    public int Uncertain => connections * (killed.Count + givenUp.Count);

    public int Of((int Node, int Life) life) => connections * Incidents(life);

    /// <summary>
    /// Of one reader's dots those in doubt. The one that counts need not be the last: a node that was frozen before its dot sends it
    /// when it is thawed, after the copy that another sent meanwhile.
    /// </summary>
    /// <param name="decider">The node whose message counts; null when nobody knows.</param>
    public static IEnumerable<ReceiverLine> InDoubt(IEnumerable<ReceiverLine> dots, int? decider)
    {
        var inOrder = dots.OrderBy(dot => dot.At).ToList();
        var counts = inOrder.FindLastIndex(dot => decider is null || dot.Node == decider);
        return inOrder.Where((_, number) => number != counts);
    }

    /// <summary>What was repeated although it must not have been, in words.</summary>
    /// <param name="repeated">The dots in doubt of readers who have several.</param>
    /// <param name="lines">The receiver's whole ledger.</param>
    public IEnumerable<string> Broken(IReadOnlyCollection<ReceiverLine> repeated, IEnumerable<ReceiverLine> lines)
    {
        var lastBegun = lines.GroupBy(line => line.Connection).ToDictionary(connection => connection.Key, of => of.Max(line => line.Nth));
        foreach (var life in repeated.GroupBy(line => (line.Node, line.Life)))
        {
            var name = $"Life {life.Key.Life} of node {life.Key.Node}";
            if (life.Count() > Of(life.Key)) yield return $"{name} caused {life.Count()} copies, {Of(life.Key)} are allowed.";
            foreach (var connection in life.GroupBy(line => line.Connection))
            {
                if (connection.Count() > Incidents(life.Key))
                    yield return $"{name} caused {connection.Count()} copies by one connection, {Incidents(life.Key)} are allowed.";
                var wentOn = connection.Count(line => line.Nth < lastBegun[line.Connection]);
                if (wentOn > (givenUp.Contains(life.Key) ? 1 : 0))
                    yield return $"{name} caused copies of {wentOn} messages after which their connection went on.";
            }
        }
    }

    private int Incidents((int Node, int Life) life) => (killed.Contains(life) ? 1 : 0) + (givenUp.Contains(life) ? 1 : 0);
}
