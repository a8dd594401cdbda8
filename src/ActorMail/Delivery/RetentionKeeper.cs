using ActorMail.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Delivery;

/// <summary>
/// Compacts the books of posts that ended long ago (<c>Delivery:CompactAfter</c>): on start, and then now and then. One in the whole
/// system, but nothing depends on that.
/// </summary>
internal sealed class RetentionKeeper : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _compacting;

    /// <param name="keptFor">How long after its post has ended an accepted delivery is kept.</param>
    public RetentionKeeper(IDeliveryRetention retention, TimeSpan keptFor, TimeProvider time)
    {
        Receive<Tick>(_ =>
        {
            if (_compacting) return;
            _compacting = true;
            retention.CompactNextAsync(time.GetUtcNow() - keptFor, CancellationToken.None)
                .PipeTo(Self, success: post => new Compacted(post), failure: why => new Failed(why));
        });
        Receive<Compacted>(done =>
        {
            _compacting = false;
            if (done.Post is not { } post) return;
            _log.Info("Post {Post} is compacted: {Deliveries} accepted deliveries are kept as a number", post.Post, post.Deliveries);
            Self.Tell(Tick.Instance);
        });
        Receive<Failed>(failed =>
        {
            _compacting = false;
            if (failed.Why is StoreUnavailableException) _log.Debug("Old posts are not compacted now: {Reason}", failed.Why.Message);
            else _log.Error(failed.Why, "Old posts could not be compacted");
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IDeliveryRetention retention, TimeSpan keptFor, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new RetentionKeeper(retention, keptFor, time));

    internal sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Compacted(CompactedPost? Post);

    private sealed record Failed(Exception Why);

    protected override void PreStart() => Timers.StartPeriodicTimer(
        "tick", Tick.Instance, TimeSpan.Zero, Context.System.Settings.Config.GetTimeSpan("actormail.retention.interval"));
}
