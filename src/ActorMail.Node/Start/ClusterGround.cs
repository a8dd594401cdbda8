using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ActorMail.Cluster;
using ActorMail.Nodes;
using ActorMail.Storage;
using Akka.Configuration;

namespace ActorMail.Node.Start;

/// <summary>What a cluster needs under its feet, looked at before any actor runs: a free port, the right clock, no strangers.</summary>
internal static class ClusterGround
{
    /// <summary>Refuses the start when the port others are to reach this node by cannot be opened.</summary>
    public static void CheckPort(ClusterSettings cluster)
    {
        try
        {
            var addresses = Dns.GetHostAddresses(cluster.Hostname);
            using var door = new TcpListener(addresses.FirstOrDefault(IsVersion4) ?? addresses[0], cluster.Port);
            door.Start();
        }
        catch (SocketException fault)
        {
            throw PortRefused(cluster, fault);
        }
    }

    /// <summary>The same words whether the port is found taken before the actors start or, taken meanwhile, by them.</summary>
    public static StartRefused PortRefused(ClusterSettings cluster, SocketException fault) => Refused(
        $"The cluster cannot open {cluster.Hostname}:{cluster.Port}: {fault.Message}. "
        + "Choose another ActorMail:Cluster:Port, or give in ActorMail:Cluster:Hostname an address of this machine.");

    /// <summary>Refuses the start when the clock is wrong or the nodes that live on the database could not talk to this one.</summary>
    public static async Task CheckDatabaseAsync(NodeConfiguration node, SqlDatabase store, IConfiguration configuration)
    {
        var times = ClusterTimes.Read(SetByOperator(configuration));
        var directory = store.Nodes ?? throw new InvalidOperationException("Options let no cluster stand on this database.");
        try
        {
            CheckClock(await directory.ClockSkewAsync(TimeProvider.System, CancellationToken.None), times.SkewRefuses);
            var living = (await directory.ListAsync(CancellationToken.None)).Where(row => row.Age < times.FreshFor).ToList();
            CheckName(node.SystemName, living);
            CheckTls(node.Cluster!, living);
        }
        catch (StoreUnavailableException fault)
        {
            throw Refused(fault.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>The actor system does not run yet, so what it will be told of the cluster is read here.</summary>
    private static Config SetByOperator(IConfiguration configuration) => ConfigurationFactory.ParseString(string.Join('\n',
        configuration.GetSection("Hocon:actormail:cluster").GetChildren().Select(knob => $"actormail.cluster.{knob.Key} = {knob.Value}")));

    private static void CheckClock(TimeSpan skew, TimeSpan most)
    {
        if (skew.Duration() > most)
            throw Refused(string.Create(CultureInfo.InvariantCulture,
                $"This machine's clock is {skew.Duration().TotalSeconds:N1} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} "
                + $"the database's; set it right (a cluster allows {most.TotalSeconds:N0} s)."));
    }

    private static void CheckName(string name, IReadOnlyList<NodeSighting> living)
    {
        if (living.FirstOrDefault(row => row.Card.System != name) is { } stranger)
            throw Refused($"The nodes of another cluster, '{stranger.Card.System}', live on this database: give this node that "
                + $"ActorMail:Cluster:Name instead of '{name}', or a database of its own.");
    }

    private static void CheckTls(ClusterSettings cluster, IReadOnlyList<NodeSighting> living)
    {
        var others = living.Where(row => IsTls(row.Card.Address) != cluster.Tls is not null).Select(row => row.Card.Address).ToList();
        if (others.Count > 0)
            throw Refused(cluster.Tls is null
                ? $"The node {others[0]} talks with TLS: give this one ActorMail:Cluster:Tls too, with a certificate of the same authority."
                : $"The node {others[0]} talks without TLS: all nodes of a cluster have it or none has. Stop all, then start all with it.");
    }

    private static bool IsTls(string address) => address.StartsWith("akka.ssl.", StringComparison.Ordinal);

    private static bool IsVersion4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;

    private static StartRefused Refused(string why) => new(StartRefused.Surroundings, why);
}
