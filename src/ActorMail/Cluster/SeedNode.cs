using Akka.Actor;

namespace ActorMail.Cluster;

/// <summary>A configured seed: <c>host:port</c>, or a full address.</summary>
internal static class SeedNode
{
    /// <summary>System and protocol are this node's own: with TLS the protocol has another name, and a seed under the wrong one is never reached.</summary>
    public static Address Parse(string seed, Address self)
    {
        var hostAndPort = seed[(seed.LastIndexOf('@') + 1)..].TrimEnd('/');
        var colon = hostAndPort.LastIndexOf(':');
        return colon > 0 && int.TryParse(hostAndPort[(colon + 1)..], out var port)
            ? new Address(self.Protocol, self.System, hostAndPort[..colon], port)
            : throw new FormatException($"'{seed}' is no seed node: write host:port.");
    }
}
