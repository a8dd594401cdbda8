namespace ActorMail.Rig.Receiver;

/// <summary>Who sent, and for how long nobody did, as the receiver saw it.</summary>
public sealed class Sending(IEnumerable<ReceiverLine> lines)
{
    private readonly List<ReceiverLine> _dots = [.. lines.Where(line => line.Word == ReceiverWord.Dot)];

    public int Messages => _dots.Count;

    /// <summary>Messages by the node that sent them.</summary>
    public IReadOnlyDictionary<int, int> ByNode => _dots.GroupBy(dot => dot.Node).ToDictionary(node => node.Key, node => node.Count());

    public Sending From(TimeSpan moment) => new(_dots.Where(dot => dot.At >= moment));

    public Sending Of(params IReadOnlyCollection<int> nodes) => new(_dots.Where(dot => nodes.Contains(dot.Node)));

    /// <summary>The longest time between two messages; zero for fewer than two.</summary>
    public TimeSpan LargestGap() => Gaps().DefaultIfEmpty().Max();

    public override string ToString() =>
        $"{Messages} messages, largest gap {LargestGap().TotalSeconds:0.00} s; "
        + string.Join(", ", ByNode.OrderBy(node => node.Key).Select(node =>
            $"node {node.Key}: {node.Value}, {Of([node.Key]).LargestGap().TotalSeconds:0.00} s"));

    private IEnumerable<TimeSpan> Gaps()
    {
        // Dots are stamped before they wait for the disk, so not quite in the order of the ledger.
        var moments = _dots.Select(dot => dot.At).Order().ToList();
        return moments.Skip(1).Zip(moments, (later, earlier) => later - earlier);
    }
}
