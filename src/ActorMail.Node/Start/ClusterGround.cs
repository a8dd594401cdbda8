using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ActorMail.Cluster;
using ActorMail.Nodes;
using ActorMail.Storage;

namespace ActorMail.Node.Start;

/// <summary>What a cluster needs under its feet, looked at before any actor runs: a free port, the right clock, no strangers.</summary>
internal static class ClusterGround
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(5);

    /// <summary>A node's row is renewed every second or so; one older than this is a node's that ended.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

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
            throw Refused($"The cluster cannot open {cluster.Hostname}:{cluster.Port}: {fault.Message}. "
                + "Choose another ActorMail:Cluster:Port, or give in ActorMail:Cluster:Hostname an address of this machine.");
        }
    }

    /// <summary>Refuses the start when the clock is wrong or the database belongs to the nodes of another cluster.</summary>
    public static async Task CheckDatabaseAsync(string name, SqlDatabase store, TimeProvider time)
    {
        var directory = store.Nodes ?? throw new InvalidOperationException("Options let no cluster stand on this database.");
        try
        {
            CheckClock(await directory.ClockSkewAsync(time, CancellationToken.None));
            CheckNeighbours(name, await directory.ListAsync(CancellationToken.None));
        }
        catch (StoreUnavailableException fault)
        {
            throw Refused(fault.Message.ReplaceLineEndings(" "));
        }
    }

    private static void CheckClock(TimeSpan skew)
    {
        if (skew.Duration() > MostSkew)
            throw Refused(string.Create(CultureInfo.InvariantCulture,
                $"This machine's clock is {skew.Duration().TotalSeconds:N1} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} "
                + $"the database's; set it right (a cluster allows {MostSkew.TotalSeconds:N0} s)."));
    }

    private static void CheckNeighbours(string name, IReadOnlyList<NodeSighting> rows)
    {
        if (rows.FirstOrDefault(row => row.Card.System != name && row.Age < Fresh) is { } stranger)
            throw Refused($"The nodes of another cluster, '{stranger.Card.System}', live on this database: give this node that "
                + $"ActorMail:Cluster:Name instead of '{name}', or a database of its own.");
    }

    private static bool IsVersion4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;

    private static StartRefused Refused(string why) => new(StartRefused.Surroundings, why);
}
