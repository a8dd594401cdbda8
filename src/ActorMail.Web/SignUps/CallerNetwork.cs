using System.Net;
using System.Net.Sockets;
using ActorMail.Options;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.SignUps;

/// <summary>Where in the network a request comes from.</summary>
/// <param name="Place">An address of IPv4, or the /64 of one of IPv6, because everybody has one whole.</param>
/// <param name="Site">The /48 it belongs to; of IPv4 the address itself.</param>
internal readonly record struct Caller(string Place, string Site);

/// <summary>Finds the caller: its connection's address or, behind a proxy that is trusted, the one that proxy names.</summary>
internal sealed partial class CallerNetwork(ActorMailOptions options, ILogger<CallerNetwork> log)
{
    private readonly IPNetwork[] _trusted = [.. options.SignUp.TrustedProxies.Select(text =>
        SignUpRules.TryNetwork(text, out var network) ? network : throw new FormatException(nameof(SignUpOptions.TrustedProxies)))];

    private int _warned;

    public Caller Of(HttpContext context)
    {
        var caller = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        // Each proxy adds whom it heard, at the end; what an untrusted one heard is only what it says.
        var told = context.Request.Headers["X-Forwarded-For"].SelectMany(line => (line ?? "").Split(',')).ToList();
        if (told.Count > 0 && !IsTrusted(caller) && Interlocked.Exchange(ref _warned, 1) == 0) LogUntrusted(log, Plain(caller));
        foreach (var text in Enumerable.Reverse(told))
        {
            if (!IsTrusted(caller) || !TryAddress(text, out var address)) break;
            caller = address;
        }

        return Plain(caller) is { AddressFamily: AddressFamily.InterNetworkV6 } six
            ? new Caller(Network(six, bytes: 8), Network(six, bytes: 6))
            : new Caller(Plain(caller).ToString(), Plain(caller).ToString());
    }

    private static string Network(IPAddress address, int bytes)
    {
        var all = address.GetAddressBytes();
        all.AsSpan(bytes).Clear();
        return new IPAddress(all).ToString();
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

    [LoggerMessage(LogLevel.Warning, "Sign-ups come through {Proxy}, which is not trusted, so that all of them count as one caller's: "
        + "name it in ActorMail:SignUp:TrustedProxies if it is your proxy")]
    private static partial void LogUntrusted(ILogger log, IPAddress proxy);
}
