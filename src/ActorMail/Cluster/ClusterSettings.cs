using System.Security.Cryptography.X509Certificates;

namespace ActorMail.Cluster;

/// <summary>How a node takes part in a cluster.</summary>
/// <param name="Hostname">The name other nodes reach it by. Default 127.0.0.1.</param>
/// <param name="Port">Default 4053; 0 takes a free one.</param>
/// <param name="SeedNodes">Whole addresses to join, as <c>akka.tcp://actormail@10.0.0.1:4053</c>; empty to find the others through the database.</param>
/// <param name="Roles"><see cref="Web"/>, <see cref="Mailer"/> or both (default).</param>
/// <param name="Tls">Mutual TLS between nodes; null for plain TCP, which belongs on loopback or a network of its own.</param>
public sealed record ClusterSettings(
    string Hostname, int Port, IReadOnlyList<string> SeedNodes, IReadOnlyList<string> Roles, ClusterTls? Tls)
{
    /// <summary>The API, the console and the PostActors.</summary>
    public const string Web = "web";

    /// <summary>A MailDispatcher and its mailers.</summary>
    public const string Mailer = "mailer";

    public static readonly ClusterSettings Default = new("127.0.0.1", 4053, [], [Web, Mailer], null);
}

/// <summary>What a node shows and whom it believes.</summary>
/// <param name="Certificate">This node's certificate with its private key.</param>
/// <param name="Authority">The private authority every node's certificate has to come from.</param>
public sealed record ClusterTls(X509Certificate2 Certificate, X509Certificate2 Authority);
