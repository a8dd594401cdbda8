using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>The store and the specification side by side; both are told the same and must agree after every operation.</summary>
/// <param name="reached">Collects what has happened at all.</param>
internal sealed class World(ModelStore store, ISet<string> reached)
{
    public const int MostReaders = 12;
    public const int MostPosts = 3;
    public static readonly string[] Lists = ["default", "b"];
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Dictionary<int, long> _numbers = [];
    private Dictionary<string, ListId> _lists = [];
    private Picture _picture = Picture.Blank;
    private int _ends;

    public ModelStore Store => store;

    public Specification Spec { get; } = new(exact: store.Clock is not null, store.SeveralNodes);

    public ISet<string> Reached => reached;

    public Place[] Places { get; } = [new(0), new(1)];

    /// <summary>Time of the next report; each has its own, long before anything else.</summary>
    public DateTimeOffset NextEnd => Start.AddYears(-1).AddSeconds(++_ends);

    /// <summary>How many operations were played; those after the script's drive to the end.</summary>
    public int Played { get; private set; }

    /// <summary>The operation being played.</summary>
    public Operation? Last { get; private set; }

    public static DateTimeOffset LongPast => Start.AddYears(-2);

    public DateTimeOffset MuchLater => DateTimeOffset.FromUnixTimeMilliseconds(Spec.Now).AddYears(50);

    public static EmailAddress Email(int number) => EmailAddress.Parse($"reader{number}@example.org");

    /// <summary>Who has the address now; null when nobody.</summary>
    public long? Reader(int number) => _numbers.TryGetValue(number, out var id) ? id : null;

    public void Know(int number, long? id)
    {
        if (id is { } known) _numbers[number] = known;
        else _numbers.Remove(number);
    }

    /// <summary>The n-th post, counting round; null while there is none.</summary>
    public SpecPost? Post(int n) => Spec.Posts.Count == 0 ? null : Spec.Posts.Values.ElementAt(n % Spec.Posts.Count);

    public ListId ListNumber(string list) => _lists[list];

    public async Task BeginAsync(int readers)
    {
        Pass(TimeSpan.Zero);
        foreach (var number in Enumerable.Range(1, readers))
        {
            foreach (var list in Lists.Where((_, place) => number == 1 || number % (place + 1) == 0))
                await new Join(number, list).PlayAsync(this);
        }

        _lists = (await store.Subscriptions.ListsAsync(None)).ToDictionary(list => list.Name, list => list.Id);
    }

    public async Task PlayAsync(Operation operation)
    {
        (Played, Last) = (Played + 1, operation);
        Pass(TimeSpan.FromMilliseconds(1));
        await operation.PlayAsync(this);
        await CompareAsync();
    }

    /// <summary>Lets time pass where the clock is ours.</summary>
    public void Pass(TimeSpan time)
    {
        var now = Math.Max(Spec.Now, Start.ToUnixTimeMilliseconds());
        if (store.Clock is { } clock) clock.Now = Spec.Now = now + (long)time.TotalMilliseconds;
        else Spec.Now = now + 1;
    }

    /// <summary>Decides and stores what an author's command makes of a post, as its actor does.</summary>
    public async Task<PostStatus> OrderAsync(SpecPost post, PostCommand command)
    {
        var stored = (await store.Posts.ReadAsync(post.Id, None))!;
        if (stored.Decide(command, Start) is PostDecision.Change change)
            stored = (await store.Posts.ReplaceAsync(change.Next, None))!;
        return stored.Status;
    }

    public async Task CompareAsync()
    {
        var picture = await Picture.TakeAsync(store.Engine);
        Differences.Refuse(Spec.Lines(), picture.Lines);
        if (picture.Lines.SetEquals(_picture.Lines)) return;
        foreach (var started in picture.Intents.Except(_picture.Intents)) CheckStart(started);
        _picture = picture;
        if (Spec.Late.Count > 0) reached.Add("a late outcome");
        Assert.Equal(Spec.WithWork(), await store.Ledger.PostsWithWorkAsync(None));
        foreach (var post in Spec.Posts.Values)
            Assert.Equal(Comparable(Spec.Progress(post)), Comparable(await store.Log.ProgressAsync(post.Id, None)));
    }

    /// <summary>By another clock than ours only whether there is a next retry is the same, not when.</summary>
    private PostProgress Comparable(PostProgress progress) =>
        store.Clock is not null || progress.NextRetryAt is null ? progress : progress with { NextRetryAt = Start };

    /// <summary>Promises P2, P4 and P5, said once more by themselves: what started might start.</summary>
    private void CheckStart(SpecIntent started)
    {
        var post = Spec.Posts[started.Slice.Key.Post];
        var slice = post.Slices[started.Slice.Key.No];
        Assert.Equal(PostStatus.Sending, post.Status);
        Assert.True(Spec.Readers.MayBeMailed(post.List, started.Reader), $"reader {started.Reader} is no longer written to");
        Assert.Contains(started.Reader, post.Audience);
        // The same round may have given the slice back.
        Assert.Equal((started.Holder, started.Slice.Epoch), (slice.Holder ?? started.Holder, slice.Epoch));
    }
}
