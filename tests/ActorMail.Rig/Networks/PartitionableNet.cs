using System.Net;
using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using ActorMail.Testing.Postgres;

namespace ActorMail.Rig.Networks;

/// <summary>
/// A network namespace for each node with two links to this machine: one to the other nodes, one to the hub, where the
/// database and the receiver are. Either can be cut as if somebody had pulled the cable. Needs root.
/// </summary>
public sealed partial class PartitionableNet : IDisposable
{
    private const string Prefix = "amr";
    private const int FirstHost = 11;
    private readonly string _name = $"{Prefix}{Environment.ProcessId:x}";
    private readonly int _nodes;
    private readonly int _subnet;

    private PartitionableNet(int nodes, int subnet) => (_nodes, _subnet) = (nodes, subnet);

    /// <summary>Why there can be none; null when there can.</summary>
    public static string? Missing => Whether.Value;

    /// <summary>This machine's address on the nodes' way to the database and the receiver.</summary>
    public IPAddress Hub => IPAddress.Parse($"10.213.{_subnet}.1");

    private static Lazy<string?> Whether { get; } = new(Try);

    private string Data => $"{_name}-h";

    private string Others => $"{_name}-o";

    /// <summary>Makes the network; what a killed run left of its own is removed first.</summary>
    public static PartitionableNet Create(int nodes)
    {
        RemoveLeftOvers();
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address.ToString()).ToHashSet();
        var subnet = Enumerable.Range(0, 125).Select(n => 2 * ((n + Environment.ProcessId) % 125))
            .First(n => !taken.Contains($"10.213.{n}.1"));
        var net = new PartitionableNet(nodes, subnet);
        try
        {
            net.Build();
            return net;
        }
        catch
        {
            net.Dispose();
            throw;
        }
    }

    /// <summary>The node's address for the hub.</summary>
    public IPAddress DataAddress(int node) => IPAddress.Parse($"10.213.{_subnet}.{FirstHost + node}");

    /// <summary>The node's address for the other nodes.</summary>
    public IPAddress ClusterAddress(int node) => IPAddress.Parse($"10.213.{_subnet + 1}.{FirstHost + node}");

    /// <summary>The command that starts a process in the node's network.</summary>
    public IReadOnlyList<string> Through(int node) => ["ip", "netns", "exec", Space(node)];

    public void CutFromOthers(int node) => Ip.Run("link", "set", $"{Others}{node}", "down");

    public void CutFromHub(int node) => Ip.Run("link", "set", $"{Data}{node}", "down");

    public void Heal(int node)
    {
        Ip.Run("link", "set", $"{Others}{node}", "up");
        Ip.Run("link", "set", $"{Data}{node}", "up");
    }

    /// <summary>A database server that nodes reach at the hub.</summary>
    public Task<PostgresServer> CreateServerAsync()
    {
        var rules = Path.Combine(Path.GetTempPath(), $"{_name}.pg_hba.conf");
        File.WriteAllText(rules, $"host all all 127.0.0.1/32 trust\nhost all all 10.213.{_subnet}.0/24 trust\n");
        return PostgresServer.CreateAsync(new PostgresSettings(Extra: new Dictionary<string, string>
        {
            ["listen_addresses"] = $"127.0.0.1,{Hub}",
            ["hba_file"] = rules,
        }));
    }

    public void Dispose() => Remove(_name);

    private void Build()
    {
        foreach (var bridge in new[] { Data, Others })
        {
            Ip.Run("link", "add", bridge, "type", "bridge");
            Ip.Run("link", "set", bridge, "up");
        }

        Ip.Run("address", "add", $"{Hub}/24", "dev", Data);
        for (var node = 0; node < _nodes; node++)
        {
            Ip.Run("netns", "add", Space(node));
            Ip.Run("-n", Space(node), "link", "set", "lo", "up");
            Join(node, Data, "data", DataAddress(node));
            Join(node, Others, "cluster", ClusterAddress(node));
        }
    }

    private void Join(int node, string bridge, string inside, IPAddress address)
    {
        Ip.Run("link", "add", $"{bridge}{node}", "type", "veth", "peer", "name", inside, "netns", Space(node));
        Ip.Run("link", "set", $"{bridge}{node}", "master", bridge, "up");
        Ip.Run("-n", Space(node), "address", "add", $"{address}/24", "dev", inside);
        Ip.Run("-n", Space(node), "link", "set", inside, "up");
    }

    private string Space(int node) => $"{_name}-n{node}";

    private static string? Try()
    {
        if (Environment.UserName != "root") return "Cutting networks needs root";
        var name = $"{Prefix}{Environment.ProcessId:x}";
        try
        {
            Ip.Run("link", "add", $"{name}-t", "type", "bridge");
            Ip.Run("netns", "add", $"{name}-nt");
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return $"This machine makes no networks: {refused.Message}";
        }
        finally
        {
            Remove(name);
        }
    }

    private static void RemoveLeftOvers()
    {
        foreach (var name in Ip.Spaces().Concat(Ip.Links()).Where(name => Ours().IsMatch(name))
            .Select(OwnerOf).Distinct().Where(owner => !Directory.Exists($"/proc/{Convert.ToInt32(owner[Prefix.Length..], 16)}")).ToList())
            Remove(name);
    }

    private static string OwnerOf(string name) => name[..name.IndexOf('-')];

    private static void Remove(string name)
    {
        // Without their namespaces the links into them are gone too.
        foreach (var space in Ip.Spaces().Where(space => space.StartsWith(name + "-", StringComparison.Ordinal))) Ip.Run("netns", "delete", space);
        foreach (var link in Ip.Links().Where(link => link.StartsWith(name + "-", StringComparison.Ordinal))) Ip.Try("link", "delete", link);
        File.Delete(Path.Combine(Path.GetTempPath(), $"{name}.pg_hba.conf"));
    }

    [GeneratedRegex("^amr[0-9a-f]+-")]
    private static partial Regex Ours();
}
