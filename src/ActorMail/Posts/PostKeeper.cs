using ActorMail.Cluster;
using ActorMail.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Posts;

/// <summary>Wakes posts that are due or unfinished: on start, and then every few seconds. One in the whole system.</summary>
internal sealed class PostKeeper : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _looking;

    public PostKeeper(IPostAgenda agenda, IActorRef region, TimeProvider time)
    {
        Receive<Tick>(_ =>
        {
            if (_looking) return;
            _looking = true;
            agenda.UnfinishedAsync(time.GetUtcNow(), CancellationToken.None)
                .PipeTo(Self, success: found => new Found(found), failure: why => new Failed(why));
        });
        Receive<MembersChanged>(_ => Self.Tell(Tick.Instance));
        Receive<Found>(found =>
        {
            _looking = false;
            foreach (var post in found.Posts) region.Tell(new PostMessage.Wake(post));
        });
        Receive<Failed>(failed =>
        {
            _looking = false;
            if (failed.Why is not StoreUnavailableException) throw new InvalidOperationException("Posts could not be read.", failed.Why);
            _log.Debug("Unfinished posts cannot be read now: {Reason}", failed.Why.Message);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Interval => Context.System.Settings.Config.GetTimeSpan("actormail.keeper.interval");

    public static Props Props(IPostAgenda agenda, IActorRef region, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new PostKeeper(agenda, region, time));

    internal sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Found(IReadOnlyList<PostId> Posts);

    private sealed record Failed(Exception Why);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(MembersChanged));
        LookAfter(TimeSpan.Zero);
    }

    /// <summary>One that failed takes a breath, so that a lasting fault is met once an interval.</summary>
    protected override void PostRestart(Exception reason)
    {
        Context.System.EventStream.Subscribe(Self, typeof(MembersChanged));
        LookAfter(Interval);
    }

    private void LookAfter(TimeSpan wait) => Timers.StartPeriodicTimer("tick", Tick.Instance, wait, Interval);
}
