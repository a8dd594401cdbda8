using ActorMail.Rig.Nodes;
using ActorMail.Rig.Receiver;

namespace ActorMail.Rig.Clusters;

/// <summary>One place of the cluster: a node lives there, may die, and lives again.</summary>
public sealed class ClusterNode(int number, string address, NodeSetup setup, RecordingServer receiver) : IAsyncDisposable
{
    private readonly List<NodeProcess> _lives = [];

    /// <summary>From 0; also its number in the receiver's ledger.</summary>
    public int Number => number;

    /// <summary>Where other nodes reach it, as <c>host:port</c>.</summary>
    public string Address => address;

    public NodeSetup Setup => setup;

    /// <summary>Which life it lives or has lived, from 0.</summary>
    public int Life => _lives.Count - 1;

    public bool Lives => _lives.Count > 0 && !Process.HasEnded;

    public NodeProcess Process => _lives[^1];

    public NodeApi Api => Process.Api;

    /// <summary>The last lines of each life.</summary>
    public string Tail => string.Join('\n', _lives.Select((life, n) => $"--- node {number} ({address}), life {n}:\n{life.Tail}"));

    /// <summary>Everything each life said.</summary>
    public IEnumerable<string> Talks => _lives.Select(life => life.Talk);

    /// <summary>The lives that ended by themselves, because the cluster went on without them. Each says so.</summary>
    public IEnumerable<int> GivenUp => _lives.Index()
        .Where(life => life.Item.Errors.Any(line => line.StartsWith("This node ended by itself.", StringComparison.Ordinal)))
        .Select(life => life.Index);

    /// <summary>Begins its next life.</summary>
    public NodeProcess Launch(string? failPoint = null)
    {
        if (Lives) throw new InvalidOperationException($"Node {number} lives.");
        receiver.BeginLife(_lives.Count, number);
        _lives.Add(NodeProcess.Launch(setup, failPoint));
        return Process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var life in _lives) await life.DisposeAsync();
        setup.Dispose();
    }
}
