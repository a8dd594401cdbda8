using System.Runtime.CompilerServices;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Telemetry;
using Akka.Actor;
using Akka.Hosting;

namespace ActorMail;

/// <summary>The application's side of the actors: checks, asks the post's actor, answers.</summary>
internal sealed class ActorMailService(
    IRequiredActor<PostRegion> region,
    IRequiredActor<PostStops> stops,
    IPostStore posts,
    Lazy<ISubscribers> subscribers,
    IDeliveryLog log,
    ILetterPress press,
    TestMail testMail,
    TimeProvider time,
    MailMeter meter,
    Func<string?> closed) : IActorMail
{
    private const int MostListed = 1000;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PaceWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan TellAtLeastEvery = TimeSpan.FromSeconds(15);
    private static readonly IReadOnlyList<OutcomeName> RetriedByDefault = [OutcomeName.Rejected, OutcomeName.Uncertain];

    public ISubscribers Subscribers => subscribers.Value;

    public async Task<PostAnswer> PublishAsync(NewPost post, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(post);
        using var measured = new PublishWatch(meter, time);
        var now = time.GetUtcNow();
        if (NewPostRules.Check(post, press, now) is { Count: > 0 } faults) return await RepeatedAsync(post, now, faults, cancel);
        return await AskAsync(new PostMessage.Create(NewPostRules.Make(post, PostId.New(now, Random.Shared), now)));
    }

    public async Task<PostAnswer> AmendAsync(
        PostId id, PostContent content, DateTimeOffset? publishAt = null, CancellationToken cancel = default)
    {
        string list;
        try
        {
            list = (await posts.ReadAsync(id, cancel))?.List ?? ListName.Default;
        }
        catch (StoreUnavailableException unavailable)
        {
            return new PostAnswer.Unavailable(unavailable.Message, PaceWithin);
        }

        List<ContentFault> faults = [.. press.Check(content, list)];
        if (publishAt <= time.GetUtcNow()) faults.Add(new ContentFault("publishAt", "is in the past"));
        return faults.Count > 0
            ? new PostAnswer.Invalid(faults)
            : await AskAsync(new PostMessage.Do(id, new PostCommand.Amend(content, publishAt)));
    }

    public Task<PostAnswer> PublishAsync(PostId id, CancellationToken cancel = default) =>
        AskAsync(new PostMessage.Do(id, new PostCommand.Publish()));

    public Task<PostAnswer> TriggerAsync(PostId id, CancellationToken cancel = default) =>
        AskAsync(new PostMessage.Do(id, new PostCommand.Trigger()));

    public Task<PostAnswer> PauseAsync(PostId id, CancellationToken cancel = default) =>
        AskAsync(stops, new PostMessage.Do(id, new PostCommand.Pause()));

    public Task<PostAnswer> ResumeAsync(PostId id, CancellationToken cancel = default) =>
        AskAsync(new PostMessage.Do(id, new PostCommand.Resume()));

    public Task<PostAnswer> CancelAsync(PostId id, CancellationToken cancel = default) =>
        AskAsync(stops, new PostMessage.Do(id, new PostCommand.Cancel()));

    public async Task<PostAnswer> RetryAsync(
        PostId id, IReadOnlyList<OutcomeName>? outcomes = null, CancellationToken cancel = default) =>
        outcomes?.Any(outcome => outcome is OutcomeName.Accepted or OutcomeName.Cancelled) == true
            ? new PostAnswer.Invalid([new ContentFault("outcomes", "accepted and cancelled deliveries are never sent again")])
            : await AskAsync(new PostMessage.Requeue(id, outcomes is { Count: > 0 } ? outcomes : RetriedByDefault));

    public Task<PostAnswer> ResolveAsync(
        PostId id, EmailAddress email, Resolution resolution, CancellationToken cancel = default) =>
        AskAsync(new PostMessage.Resolve(id, email, resolution));

    public async Task<PostView?> ReadAsync(PostId id, CancellationToken cancel = default)
    {
        if (await posts.ReadAsync(id, cancel) is not { } post) return null;
        if (post is { FinishedAt: not null, Totals: { } totals }) return new PostView(post, totals, 0, null, 0, null);
        var progress = await log.ProgressAsync(id, cancel);
        var pace = post.Status == PostStatus.Sending ? await PaceAsync(id) : 0;
        var left = progress.Totals.Pending;
        TimeSpan? eta = pace > 0 ? TimeSpan.FromSeconds(Math.Ceiling(left / pace)) : null;
        return new PostView(post, progress.Totals, progress.InFlight, progress.NextRetryAt, pace, eta);
    }

    public Task<IReadOnlyList<Post>> ListAsync(PostId? before = null, int limit = 20, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostListed);
        return posts.ListAsync(before, limit, cancel);
    }

    public Task<DeliveryExplanation?> ExplainAsync(PostId id, EmailAddress email, CancellationToken cancel = default) =>
        log.ExplainAsync(id, email, cancel);

    public async Task<TestMailAnswer> SendTestAsync(PostId id, EmailAddress to, CancellationToken cancel = default) =>
        await posts.ReadAsync(id, cancel) is { } post
            ? await testMail.SendAsync(post, to, cancel)
            : new TestMailAnswer(false, false, "there is no such post");

    public async IAsyncEnumerable<PostView> WatchAsync(
        PostId id, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        PostView? last = null;
        var told = time.GetTimestamp();
        using var timer = new PeriodicTimer(WatchEvery, time);
        do
        {
            if (await ReadAsync(id, cancel) is not { } view) yield break;
            if (view == last && time.GetElapsedTime(told) < TellAtLeastEvery) continue;
            yield return view;
            (last, told) = (view, time.GetTimestamp());
            if (view.Post.FinishedAt is not null) yield break;
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    /// <summary>A request that was sound when it was stored is answered as it was then, although its time has passed meanwhile.</summary>
    private async Task<PostAnswer> RepeatedAsync(
        NewPost wish, DateTimeOffset now, IReadOnlyList<ContentFault> faults, CancellationToken cancel)
    {
        var onlyLate = faults is [{ Field: NewPostRules.PublishAtField }];
        if (!onlyLate || wish.IdempotencyKey is not { } key || await posts.FindAsync(key, cancel) is not { } stored)
            return new PostAnswer.Invalid(faults);
        return NewPostRules.Make(wish, stored.Id, now).RequestHash == stored.RequestHash
            ? new PostAnswer.Repeated(stored)
            : new PostAnswer.KeyTaken(stored.Id);
    }

    private Task<PostAnswer> AskAsync(PostMessage message) => AskAsync(region, message);

    /// <summary>
    /// The caller's cancellation is not passed on: once a command is on its way, a caller that hangs up does not undo it.
    /// </summary>
    private async Task<PostAnswer> AskAsync<TKey>(IRequiredActor<TKey> actor, PostMessage message)
    {
        // What waits for a cluster would be carried out long after its author was told that it was not.
        if (closed() is { } why) return new PostAnswer.Unavailable(why, PaceWithin);
        try
        {
            return await (await actor.GetAsync()).Ask<object>(message with { Trace = MailTraces.Current }, AnswerWithin) switch
            {
                PostAnswer answer => answer,
                PostFailed failed => throw new PostFailedException(failed.Why),
                var other => throw new PostFailedException($"{other.GetType()} is no answer."),
            };
        }
        catch (AskTimeoutException)
        {
            return new PostAnswer.Unavailable("The post's actor did not answer in time.", PaceWithin);
        }
        catch (StoreUnavailableException unavailable)
        {
            return new PostAnswer.Unavailable(unavailable.Message, PaceWithin);
        }
    }

    private async Task<double> PaceAsync(PostId id)
    {
        try
        {
            return (await (await region.GetAsync()).Ask<PostPace>(new PostMessage.AskPace(id), PaceWithin)).PerSecond;
        }
        catch (AskTimeoutException)
        {
            return 0;
        }
    }
}

/// <summary>A command met a fault of ours. The post's actor has written it to its log.</summary>
internal sealed class PostFailedException(string why) : Exception(why);
