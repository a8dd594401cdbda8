using System.Collections.Concurrent;
using ActorMail.Feeds;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Storage;
using ActorMail.Testing;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorMail.Tests.Feeds;

/// <summary>The keeper and its readers over a real database in memory; the feed's server and the author's door are scripted.</summary>
public sealed class A_feeds_news_is_published_once() : TestKit("akka.loglevel = INFO\nakka.loggers = []\nactormail.feeds.look = 20ms"), IAsyncLifetime
{
    private const string Url = "https://blog.example/feed?key=SECRET";
    private static readonly FeedSettings Settings = new(Url, new Uri(Url), "default", TimeSpan.FromMinutes(15), 5, false);
    private readonly Dictionary<string, PostId> _posts = [];
    private readonly List<string> _asked = [];
    private readonly ScriptedSource _source = new();
    private SqlDatabase _database = null!;
    private Func<NewPost, PostAnswer?> _instead = _ => null;
    private int _keepers = 1;
    private int _tried;

    public async Task InitializeAsync() => _database = await SqliteDatabase.OpenAsync(
        $"Data Source=feeds-{Guid.NewGuid():N};Mode=Memory;Cache=Shared", CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Sys.Terminate();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_backlog_is_left_and_what_comes_later_is_sent_in_its_order()
    {
        await LookedAsync(Read(Item(2), Item(1)));
        Assert.Empty(_asked);
        await LookedAsync(Read(Item(4), Item(3), Item(2), Item(1)));
        await LookedAsync(Read(Item(4), Item(3)));
        Assert.Equal(["Item 3", "Item 4"], _asked);
        var state = await StateAsync();
        Assert.Equal((2, 0, null), (state.Posts, state.Failures, state.Fault));
    }

    [Fact]
    public async Task A_reader_that_died_after_publishing_and_before_noting_publishes_nothing_twice()
    {
        await LookedAsync(Read(Item(1)));
        _instead = post =>
        {
            Take(post);
            throw new StoreUnavailableException("killed here");
        };
        await BrokenOffAsync(Read(Item(2), Item(1)));
        _instead = _ => null;
        // The blog has corrected a word meanwhile.
        await LookedAsync(Read(Item(2) with { Title = "Item two" }, Item(1)));
        Assert.Single(_posts);
        Assert.Equal(1, (await StateAsync()).Posts);
    }

    [Fact]
    public async Task What_could_not_be_stored_is_shown_again()
    {
        await LookedAsync(Read(Item(1)));
        _instead = _ => new PostAnswer.Unavailable("full", TimeSpan.FromSeconds(1));
        await BrokenOffAsync(Read(Item(2), Item(1)));
        _instead = _ => null;
        Assert.Equal("\"v1\"", (await StateAsync()).Validators.ETag);
        await LookedAsync(Read(Item(2), Item(1)));
        Assert.Single(_posts);
        Assert.Equal("\"v3\"", (await StateAsync()).Validators.ETag);
    }

    [Fact]
    public async Task A_list_that_is_missing_is_told_and_waited_for_but_an_article_nobody_can_send_is_left()
    {
        await LookedAsync(Read(Item(1)));
        _instead = _ => new PostAnswer.Invalid([new ContentFault("list", "there is no list named 'default'")]);
        await LookedAsync(Read(Item(2)));
        Assert.Equal(("there is no list named 'default'", 1), ((await StateAsync()).Fault, (await StateAsync()).Failures));
        _instead = _ => new PostAnswer.Invalid([new ContentFault("html", "too large")]);
        await LookedAsync(Read(Item(2)));
        _instead = _ => null;
        await LookedAsync(Read(Item(2)));
        Assert.Equal((0, null), ((await StateAsync()).Posts, (await StateAsync()).Fault));
    }

    [Fact]
    public async Task Failures_are_shown_back_off_and_are_forgotten()
    {
        await LookedAsync(new FeedAnswer.Failed("answered 500"));
        await LookedAsync(new FeedAnswer.Later("answered 429", TimeSpan.FromHours(5)));
        var state = await StateAsync();
        Assert.Equal(("answered 429", 2), (state.Fault, state.Failures));
        Assert.InRange(state.NextAt - state.PolledAt!.Value, TimeSpan.FromHours(4.9), TimeSpan.FromHours(5.1));
        await LookedAsync(new FeedAnswer.Unchanged());
        Assert.Equal((null, 0), ((await StateAsync()).Fault, (await StateAsync()).Failures));
    }

    [Fact]
    public async Task A_feed_that_is_gone_is_asked_no_more_until_a_person_wishes_it()
    {
        await LookedAsync(new FeedAnswer.Gone());
        Assert.True((await StateAsync()).Gone);
        Assert.Empty(await _database.FeedAgenda.DueAsync(CancellationToken.None));
        await LookedAsync(Read(Item(1)));
        Assert.False((await StateAsync()).Gone);
    }

    [Fact]
    public async Task A_source_that_breaks_is_a_failure_like_any_other()
    {
        await BegunAsync(null);
        await Eventually.BecomesAsync(StateAsync, state => state.Fault is not null, "a fault");
        await LookedAsync(Read(Item(1)));
    }

    [Fact]
    public async Task What_is_logged_of_an_article_names_it_by_its_key_and_holds_none_of_its_words()
    {
        ConcurrentQueue<string> lines = [];
        Sys.EventStream.Subscribe(Sys.ActorOf(Props.Create(() => new Listener(lines))), typeof(LogEvent));
        await LookedAsync(Read(Item(5)));
        FeedItem[] planted = [.. new[] { 1, 6, 7 }.Select(number => Item(number) with { Title = "PLANTED" })];
        _instead = post => post.IdempotencyKey!.EndsWith(planted[2].Key, StringComparison.Ordinal)
            ? new PostAnswer.Invalid([new ContentFault("html", "too large")]) : null;
        await LookedAsync(Read(planted));

        foreach (var (item, line) in planted.Zip(["is no news", "became post", "no post can be made of"]))
        {
            await Eventually.TrueAsync(() => lines.Any(logged => logged.Contains(line)), line);
            Assert.Contains(item.Key, Assert.Single(lines, logged => logged.Contains(line)));
        }

        Assert.All(lines, logged => Assert.DoesNotContain("PLANTED", logged));
        Assert.All(lines, logged => Assert.DoesNotContain("SECRET", logged));
        Assert.Contains(lines, logged => logged.Contains("Feed https://blog.example/feed: "));
    }

    [Fact]
    public async Task Two_keepers_send_once()
    {
        _keepers = 2;
        await LookedAsync(Read(Item(1)));
        await LookedAsync(Read(Item(2), Item(1)));
        Assert.Equal(["Item 2"], _asked);
    }

    private void StartKeeper() => Sys.ActorOf(FeedKeeper.Props([Settings], new FeedParts(
        _database.FeedAgenda, _database.FeedMemory, _source, post =>
        {
            _tried++;
            return Task.FromResult(_instead(post) ?? Take(post));
        }, Random.Shared)));

    /// <summary>As the post's store does.</summary>
    private PostAnswer Take(NewPost post)
    {
        var key = post.IdempotencyKey!;
        if (_posts.TryGetValue(key, out var known)) return new PostAnswer.KeyTaken(known);
        _asked.Add(post.Subject);
        _posts[key] = new PostId(_posts.Count + 1);
        return new PostAnswer.Stored(new Post
        {
            Id = _posts[key], List = "default", Content = new PostContent(post.Subject), Status = PostStatus.Sending, CreatedAt = default,
        });
    }

    private async Task LookedAsync(FeedAnswer answer)
    {
        await BegunAsync(answer);
        await Eventually.BecomesAsync(StateAsync, state => state.NextAt - state.PolledAt > TimeSpan.FromMinutes(3) || state.Gone, "ended");
    }

    /// <summary>A look that publishes and does not come to its end.</summary>
    private async Task BrokenOffAsync(FeedAnswer answer)
    {
        var before = _tried;
        await BegunAsync(answer);
        await Eventually.TrueAsync(() => _tried > before, "published");
    }

    /// <summary>Answers the next look with this; null breaks. The keeper starts with the first look, which is due at once.</summary>
    private async Task BegunAsync(FeedAnswer? answer)
    {
        var before = _source.Looks;
        _source.Answer = answer;
        if (before > 0) Assert.True(await _database.FeedWatch.WakeAsync(Url, CancellationToken.None));
        for (; before == 0 && _keepers > 0; _keepers--) StartKeeper();
        await Eventually.TrueAsync(() => _source.Looks > before, "looked at");
    }

    private async Task<FeedState> StateAsync() => Assert.Single(await _database.FeedWatch.ListAsync(CancellationToken.None));

    private FeedAnswer.Read Read(params FeedItem[] items) => new(items, new FeedValidators($"\"v{_source.Looks + 1}\"", null));

    private static FeedItem Item(int number) =>
        new($"{number}", $"Item {number}", "<p>x</p>", new Uri($"https://blog.example/{number}"), DateTimeOffset.UnixEpoch.AddDays(number));

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<string> lines) => Receive<LogEvent>(logged => lines.Enqueue(logged.ToString()!));
    }

    private sealed class ScriptedSource : IFeedSource
    {
        public FeedAnswer? Answer { get; set; }

        public int Looks { get; private set; }

        public Task<FeedAnswer> ReadAsync(Uri url, FeedValidators since, CancellationToken cancel)
        {
            Looks++;
            return Answer is { } answer ? Task.FromResult(answer) : Task.FromException<FeedAnswer>(new InvalidOperationException("a bug"));
        }
    }
}
