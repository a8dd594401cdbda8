using ActorMail.Posts;
using ActorMail.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Digests;

/// <summary>
/// Publishes digests that are due: on start, and then every second. One in the whole system, but nothing depends on that: the
/// database opens an issue once, and its post is one by its idempotency key.
/// </summary>
internal sealed class DigestKeeper : ReceiveActor, IWithTimers
{
    /// <summary>What is more waits for the next issue.</summary>
    private const int MostPosts = 100;

    private readonly IDigestAgenda _agenda;
    private readonly Func<IActorMail> _mail;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _looking;

    public DigestKeeper(IDigestAgenda agenda, Func<IActorMail> mail, TimeProvider time)
    {
        (_agenda, _mail, _time) = (agenda, mail, time);
        Receive<Tick>(_ =>
        {
            if (_looking) return;
            _looking = true;
            LookAsync().PipeTo(Self, success: () => new Looked(null), failure: why => new Looked(why));
        });
        Receive<Looked>(looked =>
        {
            _looking = false;
            if (looked.Fault is StoreUnavailableException unavailable)
                _log.Debug("Digests wait for the store: {Reason}", unavailable.Message);
            else if (looked.Fault is { } fault) _log.Error(fault, "Digests could not be looked after");
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="mail">Asked for when needed: it is made of this very system.</param>
    public static Props Props(IDigestAgenda agenda, Func<IActorMail> mail, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new DigestKeeper(agenda, mail, time));

    protected override void PreStart() => Timers.StartPeriodicTimer(
        "tick", Tick.Instance, TimeSpan.Zero, Context.System.Settings.Config.GetTimeSpan("actormail.digests.interval"));

    /// <summary>After an outage one issue holds all that came meanwhile; the due times in between are over.</summary>
    private async Task LookAsync()
    {
        var now = _time.GetUtcNow();
        foreach (var due in await _agenda.DueAsync(now, CancellationToken.None))
        {
            if (CronTimes.TryNext(due.Cron, due.Zone, now, out var next, out var fault))
                await _agenda.OpenAsync(due, next, MostPosts, CancellationToken.None);
            else
                _log.Error("The digest {Digest} has no due time: {Field} {Reason}", due.Name, fault.Field, fault.Message);
        }

        foreach (var issue in await _agenda.ListOpenAsync(CancellationToken.None)) await PublishAsync(issue);
    }

    private async Task PublishAsync(OpenIssue issue)
    {
        var content = DigestText.Compose(issue.Digest, issue.Posts);
        var wish = new NewPost
        {
            Subject = content.Subject, Markdown = content.Markdown, List = issue.Digest.List, IdempotencyKey = issue.Key,
        };
        switch (await _mail().PublishAsync(wish))
        {
            case PostAnswer.Stored(var post):
                _log.Info("The digest {Digest} is post {Post}", issue.Digest.Name, post.Id);
                await CloseAsync(post.Id);
                break;
            case PostAnswer.Repeated(var post):
                await CloseAsync(post.Id);
                break;
            // Stored before a kill, and one of its posts was amended since.
            case PostAnswer.KeyTaken(var by):
                await CloseAsync(by);
                break;
            case PostAnswer.Invalid(var faults):
                var why = string.Join("; ", faults.Select(fault => $"{fault.Field}: {fault.Message}"));
                _log.Error("The digest {Digest} could not be published: {Reason}", issue.Digest.Name, why);
                await _agenda.CloseAsync(issue.Key, null, why, CancellationToken.None);
                break;
            case PostAnswer.Unavailable(var reason, _):
                throw new StoreUnavailableException(reason);
            case var other:
                throw new InvalidOperationException($"A publish is not answered with {other.GetType().Name}.");
        }

        Task CloseAsync(PostId post) => _agenda.CloseAsync(issue.Key, post, null, CancellationToken.None);
    }

    internal sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Looked(Exception? Fault);
}
