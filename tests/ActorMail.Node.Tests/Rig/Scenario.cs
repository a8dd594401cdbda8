namespace ActorMail.Node.Tests.Rig;

/// <summary>
/// What most scenarios share: a recording relay, a node that sends to it, and the folder of its data.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private Scenario(Recorder relay, NodeSetup setup, NodeProcess node) => (Relay, Setup, Node) = (relay, setup, node);

    public Recorder Relay { get; }

    public NodeSetup Setup { get; }

    public NodeProcess Node { get; private set; }

    public NodeApi Api => Node.Api;

    /// <summary>A node with this many readers on its default list.</summary>
    public static async Task<Scenario> BeginAsync(int readers, TimeSpan dotDelay = default, int connections = 4)
    {
        var relay = await Recorder.StartAsync(dotDelay);
        var setup = NodeSetup.ToRelay(relay.Port, connections);
        var scenario = new Scenario(relay, setup, await NodeProcess.StartAsync(setup));
        if (readers > 0) await scenario.Api.ImportReadersAsync(readers);
        return scenario;
    }

    /// <summary>Starts the node again on the same data.</summary>
    public async Task RestartAsync()
    {
        await Node.DisposeAsync();
        Node = await NodeProcess.StartAsync(Setup);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Relay.DisposeAsync();
        Setup.Dispose();
    }
}
