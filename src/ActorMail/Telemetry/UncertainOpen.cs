using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Storage;

namespace ActorMail.Telemetry;

/// <summary>
/// Deliveries in doubt of the newest posts. The store is asked only after somebody looked, and at most every ten seconds: the look
/// itself gets what was known before.
/// </summary>
internal sealed class UncertainOpen(IPostStore posts, IDeliveryLog log, TimeProvider time)
{
    private const int Newest = 100;
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private int _known;
    private long? _askedAt;

    /// <summary>What is known; asks anew in the background when that is old.</summary>
    public int Look()
    {
        lock (_gate)
        {
            if (_askedAt is { } asked && time.GetElapsedTime(asked) < GoodFor) return _known;
            _askedAt = time.GetTimestamp();
        }

        _ = Task.Run(AskAsync);
        return Volatile.Read(ref _known);
    }

    public async Task AskAsync()
    {
        try
        {
            var sum = 0L;
            foreach (var post in await posts.ListAsync(null, Newest, CancellationToken.None))
            {
                if (post.PublishedAt is null) continue;
                var totals = post.Totals ?? (await log.ProgressAsync(post.Id, CancellationToken.None)).Totals;
                sum += totals.Uncertain;
            }

            Volatile.Write(ref _known, (int)Math.Min(sum, int.MaxValue));
        }
        catch (StoreUnavailableException)
        {
            // The figure stays as it is; that the store fails is a figure of its own.
        }
    }
}
