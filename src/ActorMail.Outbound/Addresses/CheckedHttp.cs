using System.Net;
using System.Net.Sockets;

namespace ActorMail.Outbound.Addresses;

/// <summary>
/// An HTTP client for addresses that others wrote. Each connection goes to an address that was looked at just before, so a name that
/// answers differently the second time gains nothing. Redirects are not followed here, a proxy is not used, nothing is remembered.
/// </summary>
internal static class CheckedHttp
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    public static HttpClient Client(Destinations destinations, TimeSpan within, string userAgent)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (context, cancel) => ConnectAsync(destinations, context.DnsEndPoint, cancel),
            ConnectTimeout = ConnectWithin,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        var client = new HttpClient(handler) { Timeout = within, MaxResponseContentBufferSize = 64 * 1024 };
        client.DefaultRequestHeaders.UserAgent.TryParseAdd(userAgent);
        return client;
    }

    private static async ValueTask<Stream> ConnectAsync(Destinations destinations, DnsEndPoint to, CancellationToken cancel)
    {
        var addresses = await destinations.AddressesAsync(to.Host, to.Port, cancel).ConfigureAwait(false);
        return await AddressTurns.FirstAsync(
            addresses, (address, within) => ConnectAsync(new IPEndPoint(address, to.Port), within), ConnectWithin, TimeProvider.System, cancel)
            .ConfigureAwait(false);
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancel)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
