using ActorMail.Subscribers;
using ActorMail.Testing;

namespace ActorMail.Adapters.Tests.Cluster;

/// <summary>A database, a place to meet, and the nodes a test starts on them.</summary>
public abstract class ClusterTestBase : IAsyncLifetime
{
    private readonly List<ClusterNode> _nodes = [];

    private protected MemoryDirectory Directory { get; } = new();

    private protected SqlDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync() => Database = await SqliteDatabase.OpenAsync(
        $"Data Source=cluster-{Guid.NewGuid():N};Mode=Memory;Cache=Shared", CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await Database.DisposeAsync();
    }

    private protected async Task<ClusterNode> StartAsync(
        string[]? roles = null, ActorMail.Cluster.ClusterTls? tls = null, string system = "actormail", string[]? seeds = null,
        string hocon = "")
    {
        var node = await ClusterNode.StartAsync(Database, Directory, roles, tls, system, seeds, hocon);
        _nodes.Add(node);
        return node;
    }

    /// <summary>So many nodes, started in the same instant and up.</summary>
    private protected async Task<IReadOnlyList<ClusterNode>> StartManyAsync(int count)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartAsync()));
        await Task.WhenAll(nodes.Select(node => node.UpAsync(count)));
        return nodes;
    }

    private protected Task AddReadersAsync(int count) => Database.Import.WriteAsync(
        [.. Enumerable.Range(1, count).Select(n =>
            new ImportRow(EmailAddress.Parse($"reader{n}@example.org"), null, ListName.Default, null, new Dictionary<string, string>()))],
        CancellationToken.None);
}
