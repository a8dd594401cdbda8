using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static ActorMail.Telemetry.TelemetryNames;

namespace ActorMail.Telemetry;

/// <summary>
/// What is worth a line: each change of a state is logged once, with its number, and counted. No address and no content is in a
/// line; the words of others are masked.
/// </summary>
internal sealed class EngineNews(ILoggerFactory logs, MailMeter meter)
{
    private readonly ILogger _posts = logs.CreateLogger("ActorMail.Posts");
    private readonly ILogger _sending = logs.CreateLogger("ActorMail.Delivery");
    private readonly ILogger _cluster = logs.CreateLogger("ActorMail.Cluster");

    public MailMeter Meter => meter;

    /// <summary>Which trace each post goes out in.</summary>
    public PostTraces Traces { get; } = new();

    /// <summary>For those that nobody listens to.</summary>
    public static EngineNews Unheard() => new(NullLoggerFactory.Instance, new MailMeter());

    public void PostStored(Post post)
    {
        Count(post, published: post.Status == PostStatus.Sending);
        _posts.LogInformation(EngineEvents.PostStored, "Post {Post} is stored and {Status}", post.Id, Word(post.Status));
    }

    public void PostChanged(Post before, Post after)
    {
        if (after.Totals is { } totals && after.FinishedAt is not null)
        {
            if (before.FinishedAt is null && before.Status != after.Status) Count(after);
            _posts.LogInformation(
                EngineEvents.PostFinished, "Post {Post} is finished and {Status}: {Accepted} of {Audience} accepted, {Uncertain} uncertain",
                after.Id, Word(after.Status), totals.Accepted, totals.Audience, totals.Uncertain);
            return;
        }

        if (before.Status == after.Status) return;
        Count(after, published: before.PublishedAt is null && after.PublishedAt is not null);
        if (after.PausedBecause is { } because)
            _posts.LogWarning(EngineEvents.PostChanged, "Post {Post} is {Status}: {Reason}", after.Id, Word(after.Status), Masked.Addresses(because));
        else
            _posts.LogInformation(EngineEvents.PostChanged, "Post {Post} is {Status}", after.Id, Word(after.Status));
    }

    public void BooksDoNotBalance(PostId post, PostTotals totals) =>
        _posts.LogError(EngineEvents.BooksDoNotBalance, "The books of post {Post} do not balance: {Totals}", post, totals);

    public void RelayIsUp(RelaySettings relay, bool news)
    {
        meter.Sending.Of(relay.Name).Up = true;
        if (news) _sending.LogInformation(EngineEvents.RelayUp, "Relay {Relay} takes connections", relay.Name);
    }

    public void RelayFailed(RelaySettings relay, RelayFault fault, bool news)
    {
        var counts = meter.Sending.Of(relay.Name);
        counts.Up = false;
        counts.Count(fault.Kind);
        if (news)
            _sending.LogWarning(EngineEvents.RelayDown, "Relay {Relay} cannot be used and is tried again: {Reason}", relay.Name, Masked.Addresses(fault.Why));
    }

    public void StoreIsUp()
    {
        meter.StoreUp = true;
        _sending.LogInformation(EngineEvents.StoreUp, "The store can be used again");
    }

    public void StoreFailed(string why, bool news)
    {
        meter.StoreUp = false;
        meter.StoreFaults.Add();
        if (news) _sending.LogWarning(EngineEvents.StoreDown, "The store cannot be used and nothing new starts: {Reason}", Masked.Addresses(why));
    }

    public void SliceLeased(LeasedSlice slice)
    {
        meter.SlicesLeased.Add();
        if (slice.Lease.Epoch < 2) return;
        meter.SlicesTakenOver.Add();
        _sending.LogInformation(
            EngineEvents.SliceTakenOver, "Slice {Slice} of post {Post} is taken over from an earlier holder", slice.Lease.Key.No, slice.Lease.Key.Post);
    }

    public void LeaseLost(SliceLease lost)
    {
        meter.SlicesLost.Add();
        _sending.LogWarning(
            EngineEvents.LeaseLost, "Slice {Slice} of post {Post} was taken over: nothing of it is started here any more", lost.Key.No, lost.Key.Post);
    }

    public void NodeJoined(string address) => _cluster.LogInformation(EngineEvents.NodeJoined, "Node {Node} is a member", address);

    public void NodeLeft(string address, string how) => _cluster.LogInformation(EngineEvents.NodeLeft, "Node {Node} is {How}", address, how);

    public void SlicesFreed(string address, int slices) =>
        _cluster.LogInformation(EngineEvents.SlicesFreed, "Node {Node} is gone: {Count} slices it held are free", address, slices);

    private void Count(Post post, bool published = false)
    {
        if (published) meter.PostsPublished.Add();
        meter.PostChanges.Add(1, new KeyValuePair<string, object?>(Tags.Status, Word(post.Status)));
    }

    private static string Word(PostStatus status) => status.ToString().ToLowerInvariant();
}
