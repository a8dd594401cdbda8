using System.Net;
using System.Net.Sockets;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// Opens the socket: both address families in turn, each attempt 250 ms after the one before or as soon as that failed, the first
/// that connects wins (RFC 8305).
/// </summary>
internal static class Dialer
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    /// <summary>Throws <see cref="SocketException"/>, <see cref="TimeoutException"/>, or for the caller's token.</summary>
    public static async Task<Socket> DialAsync(
        string host, int port, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            var addresses = IPAddress.TryParse(host, out var literal)
                ? [literal]
                : await Dns.GetHostAddressesAsync(host, stop.Token).ConfigureAwait(false);
            return await RaceAsync(Alternate(addresses), port, time, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"no connection within {limit.TotalSeconds:0.#} s");
        }
    }

    /// <summary>The resolver's order, but the families take turns.</summary>
    internal static IReadOnlyList<IPAddress> Alternate(IReadOnlyList<IPAddress> addresses)
    {
        var families = addresses.GroupBy(address => address.AddressFamily).Select(family => family.ToArray()).ToArray();
        return [.. Enumerable.Range(0, addresses.Count)
            .SelectMany(turn => families.Where(family => turn < family.Length).Select(family => family[turn]))];
    }

    private static async Task<Socket> RaceAsync(
        IReadOnlyList<IPAddress> addresses, int port, TimeProvider time, CancellationTokenSource stop)
    {
        var running = new List<Task<Socket>>();
        Exception failure = new SocketException((int)SocketError.HostNotFound);
        try
        {
            for (var next = 0; next < addresses.Count || running.Count > 0;)
            {
                if (next < addresses.Count) running.Add(ConnectAsync(addresses[next++], port, stop.Token));
                var pause = next < addresses.Count ? Stagger : Timeout.InfiniteTimeSpan;
                var first = await Task.WhenAny([.. running, Task.Delay(pause, time, stop.Token)]).ConfigureAwait(false);
                stop.Token.ThrowIfCancellationRequested();
                if (first is not Task<Socket> attempt) continue;
                running.Remove(attempt);
                if (attempt.IsCompletedSuccessfully) return await attempt.ConfigureAwait(false);
                failure = attempt.Exception?.InnerException ?? failure;
            }

            throw failure;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var loser in running) _ = DiscardAsync(loser);
        }
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancel)
    {
        // NoDelay: without it a letter's last packet waits for an acknowledgement, 22 letters/s instead of a thousand.
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancel).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task DiscardAsync(Task<Socket> loser)
    {
        await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loser.IsCompletedSuccessfully) (await loser.ConfigureAwait(false)).Dispose();
    }
}
