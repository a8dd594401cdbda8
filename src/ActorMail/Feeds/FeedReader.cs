using ActorMail.Posts;
using ActorMail.Storage;
using Akka.Actor;
using Akka.Event;

namespace ActorMail.Feeds;

/// <summary>
/// Looks at one feed when its keeper says so and publishes what is new. Every item is published under a key of its own and noted
/// after that, so whatever happens in between, and whoever else looks, it becomes one post.
/// </summary>
internal sealed class FeedReader : ReceiveActor
{
    /// <summary>Who took a look in hand and died is waited for so long.</summary>
    private static readonly TimeSpan UnlessEndedFor = TimeSpan.FromMinutes(2);

    private readonly FeedSettings _feed;
    private readonly FeedParts _parts;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private bool _asking;

    public FeedReader(FeedSettings feed, FeedParts parts)
    {
        (_feed, _parts) = (feed, parts);
        ReceiveAsync<Look>(_ => QuietlyAsync(AskAsync));
        ReceiveAsync<Answered>(answered =>
        {
            _asking = false;
            return QuietlyAsync(() => EndAsync(answered));
        });
    }

    public static Props Props(FeedSettings feed, FeedParts parts) => Akka.Actor.Props.Create(() => new FeedReader(feed, parts));

    /// <summary>The feed is due.</summary>
    internal sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record Answered(FeedState State, FeedAnswer Answer);

    private async Task AskAsync()
    {
        if (_asking || await _parts.Agenda.BeginAsync(_feed.Name, UnlessEndedFor, CancellationToken.None) is not { } state) return;
        _asking = true;
        _ = _parts.Source.ReadAsync(_feed.Url, state.Validators, _stopping.Token).PipeTo(
            Self, success: answer => new Answered(state, answer), failure: fault => new Answered(state, Surprise(fault)));
    }

    private async Task EndAsync(Answered answered)
    {
        var (state, answer) = answered;
        var end = answer switch
        {
            FeedAnswer.Read read => await TakeAsync(state, read),
            FeedAnswer.Unchanged => Good(state.Validators),
            FeedAnswer.Later later => Vain(state, later.Why, later.Wait),
            FeedAnswer.Failed failed => Vain(state, failed.Why),
            FeedAnswer.Gone => Vain(state, "gone for good (410)") with { Gone = true },
            _ => throw new ArgumentOutOfRangeException(nameof(answered), answer, "An unknown answer."),
        };
        if (end.Fault is { } fault && fault != state.Fault) _log.Warning("Feed {Feed}: {Fault}", _feed.Shown, fault);
        await _parts.Agenda.EndAsync(_feed.Name, end, CancellationToken.None);
    }

    private async Task<FeedEnd> TakeAsync(FeedState state, FeedAnswer.Read read)
    {
        if (state.BegunAt is null)
        {
            await _parts.Memory.FirstSightAsync(_feed.Name, read.Items, CancellationToken.None);
            _log.Info("Feed {Feed} is seen for the first time: its {Count} items are left, new ones become posts", _feed.Shown, read.Items.Count);
            return Good(read.Validators);
        }

        var keys = read.Items.SelectMany(item => item.Keys).Distinct().ToList();
        var known = await _parts.Memory.KnownAsync(_feed.Name, keys, CancellationToken.None);
        foreach (var (item, fate) in FeedSieve.Sort(read.Items, known, state.Horizon, _feed.Most))
        {
            if (fate == ItemFate.Post)
            {
                // Without the new validators, so that what is left is shown again.
                if (await PublishAsync(item) is { } fault) return Vain(state, fault) with { Validators = state.Validators };
                continue;
            }

            _log.Warning("Feed {Feed}: item {Item} is no news ({Fate}) and is left", _feed.Shown, item.Key, fate);
            await _parts.Memory.NoteAsync(_feed.Name, item, fate, null, CancellationToken.None);
        }

        return Good(read.Validators);
    }

    /// <summary>Null when the item is dealt with for good, else why it has to be tried again.</summary>
    private async Task<string?> PublishAsync(FeedItem item)
    {
        var key = $"feed:{FeedItem.Hash(_feed.Name)}:{item.Key}";
        var answer = await _parts.PublishAsync(ArticlePost.Of(item, _feed.List, _feed.Draft, key));
        switch (answer)
        {
            case PostAnswer.Stored(var post):
                _log.Info("Feed {Feed}: item {Item} became post {Post}", _feed.Shown, item.Key, post.Id);
                await NoteAsync(item, ItemFate.Post, post.Id);
                return null;
            case PostAnswer.Repeated(var post):
                await NoteAsync(item, ItemFate.Post, post.Id);
                return null;
            // Published before this node died, and amended by the blog since.
            case PostAnswer.KeyTaken(var by):
                await NoteAsync(item, ItemFate.Post, by);
                return null;
            case PostAnswer.Invalid(var faults) when faults.FirstOrDefault(fault => fault.Field == "list") is { } noList:
                return noList.Message;
            case PostAnswer.Invalid(var faults):
                _log.Warning("Feed {Feed}: no post can be made of item {Item}: {Fault}", _feed.Shown, item.Key, faults[0].Message);
                await NoteAsync(item, ItemFate.Refused, null);
                return null;
            case PostAnswer.Unavailable unavailable:
                throw new StoreUnavailableException(unavailable.Why);
            default:
                throw new InvalidOperationException($"A publish is not answered with {answer.GetType().Name}.");
        }
    }

    private Task NoteAsync(FeedItem item, ItemFate fate, PostId? post) =>
        _parts.Memory.NoteAsync(_feed.Name, item, fate, post, CancellationToken.None);

    private FeedEnd Good(FeedValidators validators) =>
        new(validators, FeedSchedule.Next(_feed.Every, 0, null, _parts.Chance.NextDouble()), 0, null);

    private FeedEnd Vain(FeedState state, string why, TimeSpan? asked = null) => new(
        state.Validators, FeedSchedule.Next(_feed.Every, state.Failures + 1, asked, _parts.Chance.NextDouble()), state.Failures + 1, why);

    private FeedAnswer.Failed Surprise(Exception fault)
    {
        if (!_stopping.IsCancellationRequested) _log.Error(fault, "Feed {Feed} could not be read", _feed.Shown);
        return new FeedAnswer.Failed("could not be read: see the log");
    }

    /// <summary>A store that cannot work now is waited for; what was begun stays begun.</summary>
    private async Task QuietlyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreUnavailableException unavailable)
        {
            _log.Debug("Feed {Feed} is left until later: {Reason}", _feed.Shown, unavailable.Message);
        }
    }

    protected override void PostStop() => _stopping.Cancel();
}

/// <summary>What feed readers work with.</summary>
/// <param name="PublishAsync">Publishes as an author does.</param>
internal sealed record FeedParts(
    IFeedAgenda Agenda, IFeedMemory Memory, IFeedSource Source, Func<NewPost, Task<PostAnswer>> PublishAsync, Random Chance);
