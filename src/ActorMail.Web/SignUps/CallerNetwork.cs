using System.Net;
using System.Net.Sockets;
using ActorMail.Options;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.SignUps;

/// <summary>
/// From where in the network a request comes: its connection's address or, behind a proxy that is trusted, the one that proxy names. A
/// /64 of IPv6 counts as one, because everybody has one whole.
/// </summary>
internal sealed class CallerNetwork(ActorMailOptions options)
{
    private const int ShownOfIpv6 = 8;

    private readonly IPNetwork[] _trusted = [.. options.SignUp.TrustedProxies.Select(text =>
        SignUpRules.TryNetwork(text, out var network) ? network : throw new FormatException(nameof(SignUpOptions.TrustedProxies)))];

    public string Of(HttpContext context)
    {
        var caller = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        // Each proxy adds whom it heard, at the end; what an untrusted one heard is only what it says.
        var told = context.Request.Headers["X-Forwarded-For"].SelectMany(line => (line ?? "").Split(','));
        foreach (var text in told.Reverse())
        {
            if (!IsTrusted(caller) || !TryAddress(text, out var address)) break;
            caller = address;
        }

        return Network(Plain(caller));
    }

    private static string Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(ShownOfIpv6).Clear();
        return new IPAddress(bytes).ToString();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Some write the port behind it.</summary>
    private static bool TryAddress(string text, out IPAddress address)
    {
        if (IPEndPoint.TryParse(text.Trim(), out var point))
        {
            address = point.Address;
            return true;
        }

        address = IPAddress.None;
        return false;
    }

    private bool IsTrusted(IPAddress address) =>
        IPAddress.IsLoopback(address) || _trusted.Any(network => network.Contains(Plain(address)));
}
