using ActorMail.Feeds;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>What an engine that remembers feeds has to pass.</summary>
public abstract class FeedStoreCompliance : IAsyncLifetime
{
    private const string Blog = "https://blog.example/feed";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);
    private SqlDatabase _database = null!;

    protected abstract Task<SqlDatabase> OpenAsync();

    public async Task InitializeAsync()
    {
        _database = await OpenAsync();
        await _database.FeedAgenda.EnterAsync([Blog, "other"], None);
    }

    public virtual async Task DisposeAsync() => await _database.DisposeAsync();

    [StoreFact]
    public async Task A_new_feed_is_due_and_one_look_at_a_time_is_begun()
    {
        Assert.Equal([Blog, "other"], (await _database.FeedAgenda.DueAsync(None)).Order(StringComparer.Ordinal));
        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _database.FeedAgenda.BeginAsync(Blog, Soon, None)));
        var state = Assert.Single(begun, state => state is not null)!;
        Assert.Equal((Blog, null, FeedValidators.None, 0, false), (state.Name, state.BegunAt, state.Validators, state.Failures, state.Gone));
        Assert.Equal(["other"], await _database.FeedAgenda.DueAsync(None));
        Assert.Null(await _database.FeedAgenda.BeginAsync("unknown", Soon, None));
    }

    [StoreFact]
    public async Task A_look_that_never_ends_is_due_again_by_itself()
    {
        Assert.NotNull(await _database.FeedAgenda.BeginAsync(Blog, TimeSpan.FromMilliseconds(-1), None));
        Assert.NotNull(await _database.FeedAgenda.BeginAsync(Blog, Soon, None));
    }

    [StoreFact]
    public async Task How_it_ended_is_kept_across_being_entered_again()
    {
        await _database.FeedAgenda.BeginAsync(Blog, Soon, None);
        await _database.FeedAgenda.EndAsync(Blog, new FeedEnd(new FeedValidators("\"a\"", "yesterday"), TimeSpan.FromHours(1), 3, "answered 500"), None);
        await _database.FeedAgenda.EnterAsync([Blog], None);
        var state = await StateAsync();
        Assert.Equal((new FeedValidators("\"a\"", "yesterday"), 3, "answered 500"), (state.Validators, state.Failures, state.Fault));
        Assert.InRange(state.NextAt - state.PolledAt!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    [StoreFact]
    public async Task The_first_sight_is_noted_once_with_its_horizon()
    {
        await _database.FeedMemory.FirstSightAsync(Blog, [Item(2), Item(1), Item(3) with { At = null }], None);
        await _database.FeedMemory.FirstSightAsync(Blog, [Item(9)], None);
        var state = await StateAsync();
        Assert.NotNull(state.BegunAt);
        Assert.Equal(Item(1).At, state.Horizon);
        Assert.Equal(0, state.Posts);
        Assert.Equal(Item(1).Keys.Concat(Item(2).Keys).ToHashSet(), await KnownAsync(Item(1), Item(2), Item(9)));
    }

    [StoreFact]
    public async Task A_feed_that_is_empty_at_first_sight_has_been_seen()
    {
        await _database.FeedMemory.FirstSightAsync(Blog, [], None);
        Assert.NotNull((await StateAsync()).BegunAt);
        Assert.Null((await StateAsync()).Horizon);
    }

    [StoreFact]
    public async Task What_became_of_an_item_is_noted_under_all_its_names_and_counted_once()
    {
        await _database.FeedMemory.NoteAsync(Blog, Item(1), ItemFate.Post, new PostId(7), None);
        await _database.FeedMemory.NoteAsync(Blog, Item(1), ItemFate.Post, new PostId(7), None);
        await _database.FeedMemory.NoteAsync(Blog, Item(2), ItemFate.Old, null, None);
        Assert.Equal(1, (await StateAsync()).Posts);
        Assert.Equal(4, (await KnownAsync(Item(1), Item(2))).Count);
        Assert.Empty(await _database.FeedMemory.KnownAsync("other", Item(1).Keys, None));
    }

    [StoreFact]
    public async Task Who_is_gone_is_not_due_until_woken()
    {
        await _database.FeedAgenda.EndAsync(Blog, new FeedEnd(FeedValidators.None, TimeSpan.Zero, 1, "gone", Gone: true), None);
        Assert.DoesNotContain(Blog, await _database.FeedAgenda.DueAsync(None));
        Assert.Null(await _database.FeedAgenda.BeginAsync(Blog, Soon, None));
        Assert.True(await _database.FeedWatch.WakeAsync(Blog, None));
        Assert.False(await _database.FeedWatch.WakeAsync("unknown", None));
        Assert.NotNull(await _database.FeedAgenda.BeginAsync(Blog, Soon, None));
    }

    private async Task<FeedState> StateAsync() => Assert.Single(await _database.FeedWatch.ListAsync(None), feed => feed.Name == Blog);

    private Task<IReadOnlySet<string>> KnownAsync(params FeedItem[] items) =>
        _database.FeedMemory.KnownAsync(Blog, [.. items.SelectMany(item => item.Keys)], None);

    private static FeedItem Item(int number) =>
        new($"{number}", $"Item {number}", "", new Uri($"https://blog.example/{number}"), DateTimeOffset.UnixEpoch.AddDays(number));
}
