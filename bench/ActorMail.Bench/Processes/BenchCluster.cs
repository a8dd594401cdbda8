using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Rig.Nodes;
using ActorMail.Testing.Postgres;

namespace ActorMail.Bench.Processes;

/// <summary>So many real nodes on a fresh PostgreSQL database, which send to one relay.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private static readonly TimeSpan FormsWithin = TimeSpan.FromSeconds(90);
    private readonly List<(NodeSetup Setup, NodeProcess Process)> _nodes = [];

    private BenchCluster() { }

    public NodeApi Api => _nodes[0].Process.Api;

    /// <summary>Starts them in the same instant and waits until each has all for members.</summary>
    public static async Task<BenchCluster> StartAsync(
        PostgresServer server, int nodes, int connections, int relayPort, CancellationToken cancel)
    {
        var cluster = new BenchCluster();
        try
        {
            var database = await server.CreateDatabaseAsync();
            for (var node = 0; node < nodes; node++) cluster.Launch(database, connections, relayPort);
            foreach (var (_, process) in cluster._nodes) await process.ReadyAsync(FormsWithin);
            foreach (var (_, process) in cluster._nodes) await WholeAsync(process.Api, nodes, cancel);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (setup, process) in _nodes)
        {
            await process.DisposeAsync();
            setup.Dispose();
        }
    }

    private void Launch(string database, int connections, int relayPort)
    {
        var setup = new NodeSetup().SendingTo("127.0.0.1", relayPort, connections)
            .Set("Database:Provider", "postgresql")
            .Set("Database:ConnectionString", database)
            .Set("Cluster:Enabled", "true")
            .Set("Cluster:Port", Ports.Free().ToString(CultureInfo.InvariantCulture));
        _nodes.Add((setup, NodeProcess.Launch(setup)));
    }

    private static async Task WholeAsync(NodeApi node, int nodes, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(FormsWithin);
        while (await MembersUpAsync(node, limit.Token) != nodes) await Task.Delay(100, limit.Token);
    }

    private static async Task<int> MembersUpAsync(NodeApi node, CancellationToken cancel) =>
        (await node.Http.GetFromJsonAsync<JsonElement>("api/cluster", cancel)).GetProperty("members").EnumerateArray()
            .Count(member => member.GetProperty("status").GetString() == "up");
}
