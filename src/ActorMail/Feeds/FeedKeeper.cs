using ActorMail.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Feeds;

/// <summary>Tells each feed's reader when it is due; a reader that fails is restarted and told again. One in the whole system.</summary>
internal sealed class FeedKeeper : ReceiveActor, IWithTimers
{
    private readonly Dictionary<string, IActorRef> _readers = new(StringComparer.Ordinal);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _entered;
    private bool _looking;

    public FeedKeeper(IReadOnlyList<FeedSettings> feeds, FeedParts parts)
    {
        foreach (var (at, feed) in feeds.Index()) _readers[feed.Name] = Context.ActorOf(FeedReader.Props(feed, parts), $"feed-{at}");
        Receive<Tick>(_ =>
        {
            if (_looking) return;
            _looking = true;
            DueAsync(parts.Agenda).PipeTo(Self, success: due => new Found(due), failure: why => new Failed(why));
        });
        Receive<Found>(found =>
        {
            (_entered, _looking) = (true, false);
            foreach (var name in found.Due)
            {
                if (_readers.TryGetValue(name, out var reader)) reader.Tell(FeedReader.Look.Instance);
            }
        });
        Receive<Failed>(failed =>
        {
            _looking = false;
            if (failed.Why is not StoreUnavailableException) throw new InvalidOperationException("Feeds could not be read.", failed.Why);
            _log.Debug("Feeds cannot be looked up now: {Reason}", failed.Why.Message);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IReadOnlyList<FeedSettings> feeds, FeedParts parts) =>
        Akka.Actor.Props.Create(() => new FeedKeeper(feeds, parts));

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Found(IReadOnlyList<string> Due);

    private sealed record Failed(Exception Why);

    private async Task<IReadOnlyList<string>> DueAsync(IFeedAgenda agenda)
    {
        if (!_entered) await agenda.EnterAsync([.. _readers.Keys], CancellationToken.None);
        return await agenda.DueAsync(CancellationToken.None);
    }

    protected override void PreStart() => Timers.StartPeriodicTimer(
        "tick", Tick.Instance, TimeSpan.Zero, Context.System.Settings.Config.GetTimeSpan("actormail.feeds.look"));

    /// <summary>One that failed takes a breath, so that a lasting fault is met once an interval.</summary>
    protected override void PostRestart(Exception reason)
    {
        var look = Context.System.Settings.Config.GetTimeSpan("actormail.feeds.look");
        Timers.StartPeriodicTimer("tick", Tick.Instance, look, look);
    }
}
