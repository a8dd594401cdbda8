using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>Short words for what a dispatcher and an author do, so that a test reads as its scenario.</summary>
internal sealed class Mailing(Stores stores)
{
    public const string Node = "node-1";
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly CancellationToken None = CancellationToken.None;
    private long _lastPost;

    public static EmailAddress Email(int number) => EmailAddress.Parse($"reader{number}@example.org");

    public static SmtpReply Ok { get; } = new(250, "2.0.0", "queued");

    public static DeliveryOutcome Accepted { get; } = new DeliveryOutcome.Accepted(Ok);

    public static DeliveryOutcome Rejected { get; } = new DeliveryOutcome.Rejected(new SmtpReply(550, "5.1.1", "no such user"));

    /// <summary>Due at once: its time is long past.</summary>
    public static DeliveryOutcome DueAgain { get; } =
        new DeliveryOutcome.Deferred(new SmtpReply(451, "4.7.1", "greylisted"), Start);

    public static DeliveryOutcome DueMuchLater { get; } =
        new DeliveryOutcome.Deferred(new SmtpReply(451, "4.7.1", "greylisted"), Start.AddYears(50));

    public Post Draft(string list = ListName.Default, string? key = null, string hash = "hash") => new()
    {
        Id = new PostId(++_lastPost),
        IdempotencyKey = key,
        RequestHash = hash,
        List = list,
        Content = new PostContent("Subject", Markdown: "Hello *you*", Url: "https://example.org/1"),
        Status = PostStatus.Draft,
        CreatedAt = Start,
    };

    public async Task JoinAsync(int count, int from = 1, string list = ListName.Default) =>
        await stores.Import.WriteAsync([.. Enumerable.Range(from, count).Select(
            number => new ImportRow(Email(number), $"Reader {number}", list, null, new Dictionary<string, string>()))], None);

    public async Task<Post> PublishAsync(string list = ListName.Default)
    {
        var inserted = await stores.Posts.InsertAsync(
            Draft(list) with { Status = PostStatus.Sending, PublishedAt = Start }, None);
        return Assert.IsType<PostInserted.Stored>(inserted).Post;
    }

    /// <summary>Changes the post as its actor would, whatever its version is now.</summary>
    public async Task<Post> ChangeAsync(Post post, Func<Post, Post> change)
    {
        var stored = (await stores.Posts.ReadAsync(post.Id, None))!;
        return (await stores.Posts.ReplaceAsync(change(stored) with { Version = stored.Version + 1 }, None))!;
    }

    public Task<Post> MoveAsync(Post post, PostStatus status) => ChangeAsync(post, stored => stored with { Status = status });

    public Task<Incarnation> EnterAsync(string node = Node) => stores.Ledger.EnterAsync(node, None);

    public Task<LeasedSlice?> TryLeaseAsync(
        Post post, Incarnation holder, int size = 10, TimeSpan? @for = null, OnUncertain policy = OnUncertain.Resend) =>
        stores.Ledger.LeaseAsync(post.Id, holder, new LeaseTerms(size, @for ?? Long, policy), None);

    public async Task<LeasedSlice> LeaseAsync(
        Post post, Incarnation holder, int size = 10, TimeSpan? @for = null, OnUncertain policy = OnUncertain.Resend) =>
        await TryLeaseAsync(post, holder, size, @for, policy) ?? throw new InvalidOperationException("Nothing to lease.");

    public Task<RoundResult> RoundAsync(
        Incarnation holder, LeasedSlice slice, IReadOnlyList<EndedDelivery>? ended = null,
        IReadOnlyList<IntentRequest>? wishes = null, bool finish = false) => stores.Ledger.CommitAsync(
            new Round(holder, Node, Long, [slice.Lease], ended ?? [], wishes ?? [], finish ? [slice.Lease] : []), None);

    /// <summary>Each recipient by a mailer of its own, numbered in their order from 0.</summary>
    public static IReadOnlyList<IntentRequest> Wishes(LeasedSlice slice, int? count = null) =>
        [.. slice.Recipients.Take(count ?? slice.Recipients.Count).Select((recipient, mailer) =>
            new IntentRequest(mailer, slice.Lease, recipient.Id, recipient.Attempts + 1, 1))];

    public static EndedDelivery End(IntentRequest wish, DeliveryOutcome outcome, int second = 1) => new(
        wish.Mailer, wish.Slice, wish.Subscriber, wish.Attempt, "relay-1", Start.AddSeconds(second), outcome);

    /// <summary>Sends a whole slice; <paramref name="outcome"/> says how the n-th recipient ends.</summary>
    public async Task SendAsync(Incarnation holder, LeasedSlice slice, Func<int, DeliveryOutcome> outcome)
    {
        var wishes = Wishes(slice);
        var answers = (await RoundAsync(holder, slice, wishes: wishes)).Answers;
        var ended = wishes.Where((_, n) => answers[n] == IntentAnswer.Granted).Select(
            (wish, n) => End(wish, outcome(n), wish.Attempt));
        await RoundAsync(holder, slice, [.. ended], finish: true);
    }

    /// <summary>Leases and sends until nothing is left to lease.</summary>
    public async Task SendAllAsync(Post post, Incarnation holder, Func<int, DeliveryOutcome> outcome, int size = 10)
    {
        for (var slices = 0; slices < 1000; slices++)
        {
            if (await TryLeaseAsync(post, holder, size) is not { } slice) return;
            await SendAsync(holder, slice, outcome);
        }

        throw new InvalidOperationException("The post never ends.");
    }
}
