using ActorMail.Cluster;

namespace ActorMail.Options;

/// <summary>How several nodes work as one. Every node of a cluster has the same database and the same name of it.</summary>
public sealed class ClusterOptions
{
    /// <summary>Take part in a cluster. Default false; needs PostgreSQL and a relay.</summary>
    public bool Enabled { get; set; }

    /// <summary>The cluster's name: letters, digits and hyphens, the same on every node. Default <c>actormail</c>.</summary>
    public string Name { get; set; } = "actormail";

    /// <summary>The name or address other nodes reach this one by. Default 127.0.0.1.</summary>
    public string Hostname { get; set; } = ClusterSettings.Default.Hostname;

    /// <summary>0 to 65535; 0 takes a free one. Default 4053.</summary>
    public int Port { get; set; } = ClusterSettings.Default.Port;

    /// <summary>
    /// Nodes to join: <c>host:port</c> or <c>akka.tcp://actormail@host:port</c>. With none, the nodes find each other through the
    /// database.
    /// </summary>
    public IList<string> SeedNodes { get; set; } = [];

    /// <summary><c>web</c>, <c>mailer</c> or, as with none, both.</summary>
    public IList<string> Roles { get; set; } = [];

    public ClusterTlsOptions Tls { get; set; } = new();
}

/// <summary>Mutual TLS between nodes: PEM files, all three or none.</summary>
public sealed class ClusterTlsOptions
{
    /// <summary>This node's certificate.</summary>
    public string? Certificate { get; set; }

    /// <summary>The certificate's private key.</summary>
    public string? Key { get; set; }

    /// <summary>The certificate of the private authority that issued every node's certificate.</summary>
    public string? Authority { get; set; }
}
