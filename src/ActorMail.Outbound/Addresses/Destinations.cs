using System.Net;

namespace ActorMail.Outbound.Addresses;

/// <summary>
/// Where this node may be sent by an address somebody else wrote: public addresses, ports 80 and 443. The operator may trust single
/// destinations (<c>Outbound:Trusted</c>), which are then reached wherever they are.
/// </summary>
/// <param name="trusted">As <see cref="TrustedKey"/> writes them.</param>
/// <param name="resolve">Gives the addresses of a name.</param>
internal sealed class Destinations(IEnumerable<string> trusted, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private readonly HashSet<string> _trusted = new(trusted, StringComparer.OrdinalIgnoreCase);

    public static string TrustedKey(string host, int port) => $"{host.Trim('[', ']')}:{port}";

    /// <summary>Why an address is not asked at all; null when it may be, as far as it shows without its name being looked up.</summary>
    public string? Fault(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")) return "the address is neither http nor https";
        if (url.UserInfo.Length > 0) return "the address holds a name or password";
        if (IsTrusted(url.IdnHost, url.Port)) return null;
        if (url.Port is not (80 or 443)) return $"port {url.Port} is neither 80 nor 443";
        return IPAddress.TryParse(url.IdnHost, out var address) && !PublicAddress.Is(address) ? NotPublic : null;
    }

    /// <summary>
    /// The addresses to connect to, each looked at. One that is not public is reason enough to refuse the name: who answers so
    /// means something by it.
    /// </summary>
    /// <exception cref="DestinationRefusedException">The destination is not one to go to.</exception>
    public async Task<IPAddress[]> AddressesAsync(string host, int port, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await resolve(host, cancel).ConfigureAwait(false);
        if (addresses.Length == 0) throw new DestinationRefusedException("the name has no address");
        return IsTrusted(host, port) || addresses.All(PublicAddress.Is) ? addresses : throw new DestinationRefusedException(NotPublic);
    }

    private const string NotPublic = "the address is not of the public internet (ActorMail:Outbound:Trusted allows single ones)";

    private bool IsTrusted(string host, int port) => _trusted.Contains(TrustedKey(host, port));
}

/// <summary>Nothing was sent, because the destination is not one to go to.</summary>
internal sealed class DestinationRefusedException(string why) : Exception(why);
