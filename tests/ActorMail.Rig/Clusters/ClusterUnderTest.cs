using System.Net;
using System.Net.Http.Json;
using ActorMail.Rig.Networks;
using ActorMail.Rig.Nodes;
using ActorMail.Rig.Receiver;
using ActorMail.Testing.Postgres;
using Npgsql;

namespace ActorMail.Rig.Clusters;

/// <summary>
/// Real nodes in processes of their own, on one real PostgreSQL database, that send to one recording receiver.
/// </summary>
public sealed class ClusterUnderTest : IAsyncDisposable
{
    private const string Ledger = "receiver.tsv";
    private const string Key = "the-key-of-the-cluster-under-test";
    private static readonly TimeSpan FormsWithin = TimeSpan.FromSeconds(90);
    private readonly string _folder = NodeSetup.NewFolder();
    private readonly PostgresServer _server;

    private ClusterUnderTest(ClusterPlan plan, PostgresServer server, string database, PartitionableNet? net)
    {
        (Plan, _server, Net) = (plan, server, net);
        Directory.CreateDirectory(_folder);
        Receiver = new RecordingServer(Path.Combine(_folder, Ledger), plan.MailTakes, plan.Nodes, net?.Hub)
        {
            Pipelining = plan.Pipelining,
        };
        Books = new ClusterBooks(database);
        Nodes = [.. Enumerable.Range(0, plan.Nodes).Select(number => Place(number, database))];
    }

    public ClusterPlan Plan { get; }

    public RecordingServer Receiver { get; }

    public ClusterBooks Books { get; }

    public IReadOnlyList<ClusterNode> Nodes { get; }

    /// <summary>Null unless the plan is partitionable.</summary>
    public PartitionableNet? Net { get; }

    /// <summary>The server of its own, or the shared one, which nobody may hurt.</summary>
    public PostgresServer Server =>
        Plan.OwnServer || Plan.Partitionable ? _server : throw new InvalidOperationException("The server is not this cluster's own.");

    /// <summary>The door of the first living node that has one.</summary>
    public NodeApi Api => Nodes.First(node => node.Lives && Plan.HasDoor(node.Number)).Api;

    public IEnumerable<ClusterNode> Living => Nodes.Where(node => node.Lives);

    /// <summary>What the nodes said last, for the message of a failed test.</summary>
    public string Tail => string.Join('\n', Nodes.Select(node => node.Tail));

    public Sending Sending => new(Receiver.Ledger.Lines);

    /// <summary>Sets everything up and starts no node.</summary>
    public static async Task<ClusterUnderTest> PrepareAsync(ClusterPlan plan)
    {
        var net = plan.Partitionable ? PartitionableNet.Create(plan.Nodes) : null;
        try
        {
            var server = net is not null ? await net.CreateServerAsync()
                : plan.OwnServer ? await PostgresServer.CreateAsync()
                : await PostgresServer.SharedAsync();
            return new ClusterUnderTest(plan, server, await server.CreateDatabaseAsync(), net);
        }
        catch
        {
            net?.Dispose();
            throw;
        }
    }

    /// <summary>Starts all nodes in the same instant and waits until each sees them all.</summary>
    public static async Task<ClusterUnderTest> StartAsync(ClusterPlan plan)
    {
        var cluster = await PrepareAsync(plan);
        try
        {
            foreach (var node in cluster.Nodes) node.Launch();
            await cluster.WholeAsync(FormsWithin);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every living node is ready and, asked at its door, sees exactly the living ones up and reachable.</summary>
    public async Task WholeAsync(TimeSpan within)
    {
        foreach (var node in Living) await node.Process.ReadyAsync(within);
        await Eventually.TrueAsync(IsWholeAsync, within, () => $"the cluster is not whole\n{Tail}");
    }

    /// <summary>Every living node that has a door sees exactly the living ones, up and reachable.</summary>
    public async Task<bool> IsWholeAsync()
    {
        var living = Living.Select(node => node.Address).Order().ToList();
        foreach (var node in Living.Where(node => Plan.HasDoor(node.Number)))
        {
            if (await LookAsync(node) is not { Whole: true } seen) return false;
            var up = seen.Members.Where(member => member is { Status: "up", Reachable: true }).ToList();
            if (up.Count != seen.Members.Count || !up.Select(member => HostOf(member.Address)).Order().SequenceEqual(living)) return false;
        }

        return true;
    }

    /// <summary>What may be in doubt after these lives were killed, and others given up.</summary>
    public DoubtBound DoubtsAllowed(IReadOnlyCollection<(int Node, int Life)> killed) => new(
        killed, [.. Nodes.SelectMany(node => node.GivenUp.Select(life => (node.Number, life)))], Plan.Connections);

    /// <summary>The cluster as this node sees it; null when it does not answer.</summary>
    public static async Task<ClusterSeen?> LookAsync(ClusterNode node)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            return await node.Api.Http.GetFromJsonAsync<ClusterSeen>("api/cluster", limit.Token);
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The node a member of the cluster is.</summary>
    public ClusterNode NodeOf(MemberSeen member) => NodeOf(member.Address);

    /// <param name="address">As members have it, with protocol and system.</param>
    public ClusterNode NodeOf(string address) => Nodes.Single(node => node.Address == HostOf(address));

    /// <summary>Brings the readers in and publishes to them; gives the post's id.</summary>
    public async Task<string> PublishAsync(int readers)
    {
        await Api.ImportReadersAsync(readers);
        return await Api.PublishAsync();
    }

    /// <summary>Waits until the receiver has so many final dots.</summary>
    public Task ReceivedAsync(int messages, TimeSpan within) => Eventually.TrueAsync(
        () => Receiver.Ledger.Count(line => line.Word == ReceiverWord.Dot) >= messages, within,
        () => $"{Sending}\n{Tail}");

    /// <summary>Waits until every node has sent something since <paramref name="moment"/>.</summary>
    public Task EachSendsAsync(TimeSpan moment, TimeSpan within) => Eventually.TrueAsync(
        () => Sending.From(moment).ByNode.Count == Plan.Nodes, within, () => $"Not every node sends: {Sending}\n{Tail}");

    /// <summary>Waits until the post is finished, asking whichever node answers.</summary>
    public Task FinishedAsync(string post, TimeSpan within)
    {
        var seen = "nothing";
        return Eventually.TrueAsync(async () =>
        {
            try
            {
                var now = await Api.ReadAsync(post);
                seen = now.ToString();
                return now.FinishedAt is not null;
            }
            catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException or InvalidOperationException)
            {
                return false;
            }
        }, within, () => $"{seen}\n{Sending}\n{Tail}");
    }

    /// <summary>Keeps the receiver's ledger and everything the nodes said, for whoever has to find out what happened.</summary>
    public void Keep(string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(_folder, Ledger), Path.Combine(folder, Ledger), overwrite: true);
        foreach (var node in Nodes)
        {
            foreach (var (life, talk) in node.Talks.Index())
                File.WriteAllText(Path.Combine(folder, $"node-{node.Number}-life-{life}.log"), talk);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
        await Receiver.DisposeAsync();
        if (Plan.OwnServer || Plan.Partitionable) await _server.DisposeAsync();
        Net?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ClusterNode Place(int number, string database)
    {
        var (host, port) = (Net?.ClusterAddress(number).ToString() ?? "127.0.0.1", Ports.Free());
        var hub = Net?.Hub ?? IPAddress.Loopback;
        var setup = new NodeSetup(new Uri($"http://{Net?.DataAddress(number) ?? hub}:{Ports.Free()}"))
        {
            Through = Net?.Through(number) ?? [],
            ApiKey = Key,
        };
        setup.SendingTo(hub.ToString(), Receiver.PortOf(number), Plan.Connections)
            .Set("ApiKeys:0:Key", Key)
            .Set("Database:Provider", "postgresql")
            .Set("Database:ConnectionString", new NpgsqlConnectionStringBuilder(database) { Host = hub.ToString() }.ToString())
            .Set("Delivery:SliceSize", $"{Plan.SliceSize}")
            .Set("Delivery:OnUncertain", Plan.OnUncertain)
            .Set("Cluster:Enabled", "true")
            .Set("Cluster:Hostname", host)
            .Set("Cluster:Port", $"{port}");
        // Readiness is asked for all the time here, and each no would be a line.
        setup.Environment["Logging__LogLevel__Microsoft.Extensions.Diagnostics.HealthChecks"] = "None";
        var roles = Plan.Roles.GetValueOrDefault(number) ?? [];
        for (var at = 0; at < roles.Length; at++) setup.Set($"Cluster:Roles:{at}", roles[at]);
        foreach (var (name, value) in Plan.Environment) setup.Environment[name] = value;
        return new ClusterNode(number, $"{host}:{port}", setup, Receiver);
    }

    private static string HostOf(string address) => address[(address.IndexOf('@') + 1)..];
}
