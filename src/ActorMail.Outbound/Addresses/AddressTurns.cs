using System.Net;
using System.Net.Sockets;

namespace ActorMail.Outbound.Addresses;

/// <summary>
/// Tries the addresses of a name in their order. Each has its share of the time that is left, so that one that does not answer leaves
/// enough to those behind it; the last has what the caller's own limit leaves it.
/// </summary>
internal static class AddressTurns
{
    /// <summary>A packet that was lost is sent again after a second.</summary>
    private static readonly TimeSpan LeastShare = TimeSpan.FromSeconds(2);

    public static async Task<T> FirstAsync<T>(
        IReadOnlyList<IPAddress> addresses, Func<IPAddress, CancellationToken, Task<T>> connect, TimeSpan within, TimeProvider time,
        CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        for (var at = 0; at < addresses.Count - 1; at++)
        {
            var share = (within - time.GetElapsedTime(began)) / (addresses.Count - at);
            using var limit = new CancellationTokenSource(share > LeastShare ? share : LeastShare, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
            try
            {
                return await connect(addresses[at], both.Token).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The next one may answer; when none does, the last one's reason is told.
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                // The same.
            }
        }

        return await connect(addresses[^1], cancel).ConfigureAwait(false);
    }
}
