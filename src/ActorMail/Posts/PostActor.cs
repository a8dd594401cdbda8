using ActorMail.Delivery;
using ActorMail.Storage;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;

namespace ActorMail.Posts;

/// <summary>
/// One post in motion. It stores, then replies, then acts; what a command means is decided by <see cref="PostDecisions"/>. It
/// keeps nothing that the database does not have, so a restart loses nothing, and a second PostActor of the same post (the one
/// of a node that was asked to stop it, or another after a partition) is refused by the row's version.
/// </summary>
internal sealed class PostActor : ReceiveActor
{
    private const int MaxRaces = 5;
    private static readonly TimeSpan InFlightLook = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan TryAgainIn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private readonly PostActorParts _parts;
    private readonly TimeSpan _stopWaits;
    private readonly PaceMeter _pace = new();
    private DateTimeOffset? _lookedAt;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public PostActor(PostActorParts parts)
    {
        _parts = parts;
        var config = Context.System.Settings.Config.GetConfig("actormail.post");
        _stopWaits = config.GetTimeSpan("stop-waits");
        ReceiveAsync<PostMessage.Create>(create => AnswerAsync(() => CreateAsync(create)));
        ReceiveAsync<PostMessage.Do>(DoAsync);
        ReceiveAsync<PostMessage.Requeue>(requeue => AnswerAsync(() => RequeueAsync(requeue)));
        ReceiveAsync<PostMessage.Resolve>(resolve => AnswerAsync(() => ResolveAsync(resolve)));
        ReceiveAsync<PostMessage.Wake>(wake => QuietlyAsync(() => WakeAsync(wake.Id)));
        ReceiveAsync<PostMessage.SliceFinished>(finished => QuietlyAsync(() => FinishIfCompleteAsync(finished.Id, finished.Trace)));
        Receive<PostMessage.Progressed>(progressed => _pace.Add(progressed.Decided, Now));
        Receive<PostMessage.AskPace>(_ => Sender.Tell(new PostPace(_pace.PerSecond(Now))));
        Receive<ReceiveTimeout>(_ => Context.Parent.Tell(new Passivate(PoisonPill.Instance)));
        SetReceiveTimeout(config.GetTimeSpan("passivate-after"));
    }

    private DateTimeOffset Now => _parts.Time.GetUtcNow();

    public static Props Props(PostActorParts parts) => Akka.Actor.Props.Create(() => new PostActor(parts));

    private async Task CreateAsync(PostMessage.Create create)
    {
        var post = create.Post;
        using var storing = MailTraces.Follow(TelemetryNames.Spans.Store, create.Trace);
        var inserted = await _parts.Posts.InsertAsync(post, CancellationToken.None);
        PostAnswer answer = inserted switch
        {
            PostInserted.Stored stored => new PostAnswer.Stored(stored.Post),
            PostInserted.Repeated repeated => new PostAnswer.Repeated(repeated.Post),
            PostInserted.KeyTaken taken => new PostAnswer.KeyTaken(taken.By),
            PostInserted.UnknownList unknown => new PostAnswer.Invalid(
                [new Letters.ContentFault("list", $"there is no list named '{unknown.List}'")]),
            _ => throw new ArgumentOutOfRangeException(nameof(post), inserted, "An unknown end of an insert."),
        };
        Sender.Tell(answer);
        if (inserted is PostInserted.Stored done) _parts.News.PostStored(done.Post);
        if (inserted is PostInserted.Stored { Post.Status: PostStatus.Sending }) TellReady(post.Id, create.Trace);
    }

    private async Task DoAsync(PostMessage.Do message)
    {
        var (sender, self) = (Sender, Self);
        await AnswerAsync(async () =>
        {
            var answer = await CarryOutAsync(message.Id, message.Command);
            if (answer is PostAnswer.Done done && message.Command is PostCommand.Pause or PostCommand.Cancel)
            {
                _parts.Dispatchers().Tell(new MailDispatcher.PostStopped(message.Id));
                // Not awaited: other commands need not wait for the messages in flight.
                _ = AnswerWhenQuietAsync(message.Id, done).PipeTo(sender, failure: _ => answer);
                if (message.Command is PostCommand.Cancel) self.Tell(new PostMessage.SliceFinished(message.Id));
                return;
            }

            sender.Tell(answer);
            if (answer is PostAnswer.Done { Post.Status: PostStatus.Sending }) TellReady(message.Id, message.Trace);
        });
    }

    private async Task RequeueAsync(PostMessage.Requeue message)
    {
        // Asked first, so that a post which may not be retried keeps its deliveries as they are.
        var post = await _parts.Posts.ReadAsync(message.Id, CancellationToken.None);
        var requeued = post?.Decide(new PostCommand.Retry(), Now) is null or PostDecision.Refuse
            ? 0
            : await _parts.Log.RequeueAsync(message.Id, message.Outcomes, CancellationToken.None);
        var answer = post is not null && requeued == 0 && post.Status == PostStatus.Sent && !await IsLeftDueAsync(message.Id)
            ? new PostAnswer.Done(post)
            : await CarryOutAsync(message.Id, new PostCommand.Retry());
        Sender.Tell(answer is PostAnswer.Done done ? done with { Requeued = requeued } : answer);
        TellReady(message.Id);
    }

    private async Task ResolveAsync(PostMessage.Resolve message)
    {
        var post = await _parts.Posts.ReadAsync(message.Id, CancellationToken.None);
        if (message.Resolution == Resolution.Resend && post?.Decide(new PostCommand.Retry(), Now) is PostDecision.Refuse refuse)
        {
            Sender.Tell(new PostAnswer.WrongState(message.Id, post.Status, refuse.Why));
            return;
        }

        Sender.Tell(await _parts.Doubts.ResolveAsync(message.Id, message.Email, message.Resolution, CancellationToken.None) switch
        {
            // The same command of before may have died between its two steps: the second one is made up for.
            ResolutionAnswer.NotUncertain when message.Resolution == Resolution.Resend && post!.Status == PostStatus.Sent
                && await IsLeftDueAsync(message.Id) => await CarryOutAsync(message.Id, new PostCommand.Retry()),
            ResolutionAnswer.NotUncertain => await RecountedAsync(post!),
            ResolutionAnswer.NoDelivery when post is null => new PostAnswer.NotFound(message.Id),
            ResolutionAnswer.NoDelivery => new PostAnswer.NoDelivery(message.Id),
            _ when message.Resolution == Resolution.Resend => await CarryOutAsync(message.Id, new PostCommand.Retry()),
            _ when post!.FinishedAt is not null => await CarryOutAsync(
                message.Id, new PostCommand.Finish(await _parts.Log.CloseAsync(message.Id, CancellationToken.None))),
            _ => new PostAnswer.Done(post),
        });
        TellReady(message.Id);
    }

    /// <summary>Of a post that is sent nothing is due, unless who put it there did not get to say so of the post.</summary>
    private async Task<bool> IsLeftDueAsync(PostId id) =>
        (await _parts.Log.ProgressAsync(id, CancellationToken.None)).NextRetryAt is not null;

    private async Task<PostAnswer> RecountedAsync(Post post)
    {
        if (post.FinishedAt is not null)
            await CarryOutAsync(post.Id, new PostCommand.Finish(await _parts.Log.CloseAsync(post.Id, CancellationToken.None)));
        return new PostAnswer.NotUncertain(post.Id);
    }

    private async Task WakeAsync(PostId id)
    {
        var answer = await CarryOutAsync(id, new PostCommand.Begin());
        if (answer is not PostAnswer.Done done) return;
        if (done.Post is { Status: PostStatus.Sending, Released: { } released }) await WatchCanaryAsync(done.Post, released);
        // Dispatchers look for work by themselves and tell when a slice is finished; this is for what a crash has left.
        var late = _lookedAt is not { } last || Now - last >= LookEvery || done.Post.Status == PostStatus.Cancelled;
        if (!late) return;
        _lookedAt = Now;
        if (done.Post.Status == PostStatus.Sending) TellReady(id);
        await FinishIfCompleteAsync(id);
    }

    /// <summary>The canary's figures are those of the whole post, so they are the same whichever nodes sent it.</summary>
    private async Task WatchCanaryAsync(Post post, long released)
    {
        if (post.WatchedUntil > Now) return;
        var totals = (await _parts.Log.ProgressAsync(post.Id, CancellationToken.None)).Totals;
        var decided = totals.Accepted + totals.Deferred + totals.Rejected + totals.Skipped + totals.Uncertain;
        if (decided < Math.Min(released, totals.Audience)) return;
        var before = post.WatchedUntil is null ? new PostCommand.Watch() : (PostCommand)new PostCommand.JudgeCanary(totals);
        if (await CarryOutAsync(post.Id, before) is not PostAnswer.Done { Post: var after }) return;
        if (after is { Status: PostStatus.Paused, PausedBecause: not null })
        {
            _parts.Dispatchers().Tell(new MailDispatcher.PostStopped(post.Id));
        }
        else if (after.Released != post.Released)
        {
            _log.Info("The canary of post {Post} lets {Readers} be written to", post.Id, after.Released?.ToString() ?? "everybody");
            TellReady(post.Id);
        }
    }

    private async Task FinishIfCompleteAsync(PostId id, string? trace = null)
    {
        var post = await _parts.Posts.ReadAsync(id, CancellationToken.None);
        if (post is not { Status: PostStatus.Sending or PostStatus.Cancelled, FinishedAt: null }) return;
        var progress = await _parts.Log.ProgressAsync(id, CancellationToken.None);
        if (!progress.Complete) return;
        using var finishing = MailTraces.Follow(TelemetryNames.Spans.Finish, trace);
        var totals = await _parts.Log.CloseAsync(id, CancellationToken.None);
        if (!totals.Balanced)
        {
            _parts.News.BooksDoNotBalance(id, totals);
            // A holder that was frozen may have woken in between with a message on the wire; it is counted again when it has ended.
            if (post.Status == PostStatus.Cancelled) return;
        }

        await CarryOutAsync(id, new PostCommand.Finish(totals));
    }

    /// <summary>Decides on the row as it is and stores the change; another writer's change in between is decided on anew.</summary>
    private async Task<PostAnswer> CarryOutAsync(PostId id, PostCommand command)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await _parts.Posts.ReadAsync(id, CancellationToken.None) is not { } post) return new PostAnswer.NotFound(id);
            switch (post.Decide(command, Now))
            {
                case PostDecision.Refuse refuse:
                    return new PostAnswer.WrongState(id, post.Status, refuse.Why);
                case PostDecision.Nothing:
                    return new PostAnswer.Done(post);
                case PostDecision.Change change
                    when await _parts.Posts.ReplaceAsync(change.Next, CancellationToken.None) is { } stored:
                    _parts.News.PostChanged(post, stored);
                    return new PostAnswer.Done(stored);
            }
        }

        return new PostAnswer.Unavailable("The post was changed by others again and again.", TryAgainIn);
    }

    private async Task<PostAnswer> AnswerWhenQuietAsync(PostId id, PostAnswer.Done done)
    {
        var began = _parts.Time.GetTimestamp();
        while (true)
        {
            var progress = await _parts.Log.ProgressAsync(id, CancellationToken.None);
            if (progress.InFlight == 0 || _parts.Time.GetElapsedTime(began) >= _stopWaits) return done with { InFlight = progress.InFlight };
            await Task.Delay(InFlightLook, _parts.Time);
        }
    }

    private void TellReady(PostId id, string? trace = null) =>
        _parts.Dispatchers().Tell(new MailDispatcher.PostReady(id, MailTraces.Current ?? trace));

    /// <summary>Every command is answered, also when the store cannot.</summary>
    private async Task AnswerAsync(Func<Task> command)
    {
        var sender = Sender;
        try
        {
            await command();
        }
        catch (StoreUnavailableException unavailable)
        {
            sender.Tell(new PostAnswer.Unavailable(unavailable.Message, TryAgainIn));
        }
        catch (Exception surprise)
        {
            sender.Tell(new PostFailed($"{surprise.GetType().Name}: {surprise.Message}"));
            throw;
        }
    }

    /// <summary>What nobody waits for is left to the keeper's next wake-up when the store cannot.</summary>
    private async Task QuietlyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreUnavailableException unavailable)
        {
            _log.Debug("Left to the keeper: {Reason}", unavailable.Message);
        }
    }
}

/// <summary>What a PostActor works with.</summary>
internal sealed record PostActorParts(
    IPostStore Posts, IDeliveryLog Log, IUncertainDeliveries Doubts, Func<IActorRef> Dispatchers, TimeProvider Time,
    EngineNews News);
