using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace ActorMail.Options;

/// <summary>A node to join, as people write it: <c>host:port</c>, or the whole address.</summary>
internal static class SeedNode
{
    /// <summary>Gives the whole address, such as <c>akka.tcp://actormail@10.0.0.1:4053</c>, or what is wrong.</summary>
    public static bool TryParse(
        string text, ClusterOptions cluster, [NotNullWhen(true)] out string? address, [NotNullWhen(false)] out string? reason)
    {
        (address, reason) = (null, null);
        var whole = text.Contains("://", StringComparison.Ordinal);
        var system = $"{ProtocolOf(cluster)}://{cluster.Name}@";
        if (whole && !text.StartsWith(system, StringComparison.Ordinal))
            reason = $"'{text}' is no node of this cluster; its nodes are {system}host:port";
        else if (!ActorPath.TryParseAddress(whole ? text : system + text, out var parsed) || !IsReachable(parsed))
            reason = $"'{text}' is no node; write it like 10.0.0.1:4053";
        else
            address = parsed.ToString();
        return address is not null;
    }

    private static string ProtocolOf(ClusterOptions cluster) =>
        string.IsNullOrWhiteSpace(cluster.Tls.Certificate) ? "akka.tcp" : "akka.ssl.tcp";

    private static bool IsReachable(Address address) =>
        address is { Host: { } host, Port: >= 1 and <= ushort.MaxValue } && Uri.CheckHostName(host) != UriHostNameType.Unknown;
}
