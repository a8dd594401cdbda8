using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Telemetry;

/// <summary>Deliveries in doubt of the newest posts.</summary>
internal static class UncertainOpen
{
    private const int Newest = 100;

    public static async Task<int> CountAsync(IPostStore posts, IDeliveryLog log)
    {
        var sum = 0L;
        foreach (var post in await posts.ListAsync(null, Newest, CancellationToken.None))
        {
            if (post.PublishedAt is null) continue;
            var totals = post.Totals ?? (await log.ProgressAsync(post.Id, CancellationToken.None)).Totals;
            sum += totals.Uncertain;
        }

        return (int)Math.Min(sum, int.MaxValue);
    }
}
