using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Delivery;
using ActorMail.Digests;
using ActorMail.Feeds;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.SignUps;
using ActorMail.Subscribers;
using ActorMail.Webhooks;

namespace ActorMail.Adapters.Tests.Sql.Moving;

/// <summary>The SQLite file of an installation that was stopped by a kill in the middle of its life.</summary>
internal sealed class LivelyFile : IDisposable
{
    public const string HalfSentList = "harbour";
    public const int HalfSentReaders = 35;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();

    private LivelyFile() { }

    public string Path => _folder.File("mail.db");

    public byte[] Secret { get; private set; } = [];

    public Post HalfSent { get; private set; } = null!;

    public Post Scheduled { get; private set; } = null!;

    public Post DueSoon { get; private set; } = null!;

    /// <summary>Who surely has the half-sent post.</summary>
    public HashSet<SubscriberId> Served { get; } = [];

    /// <summary>Whose message was on the wire when the node was killed.</summary>
    public HashSet<SubscriberId> InDoubt { get; } = [];

    public static async Task<LivelyFile> MakeAsync()
    {
        var file = new LivelyFile();
        await using var database = await SqliteDatabase.OpenAsync($"Data Source={file.Path}", None);
        var (stores, mailing) = (Stores.Of(database), new Mailing(Stores.Of(database)));
        file.Secret = await stores.Secret.GetOrCreateAsync(None);
        await OutsideAsync(database);
        await ReadersAsync(stores, mailing);
        await PastAsync(stores, mailing);
        await file.HalfSentAsync(mailing);
        await file.FutureAsync(stores, mailing);
        await DigestAsync(stores);
        await SignUpsAsync(database);
        await database.Allowance.TakeAsync("relay-1", perSecond: 10, wanted: 5, TimeSpan.FromSeconds(1), None);
        await database.Allowance.TakeOfDayAsync("relay-1", perDay: 100, wanted: 5, None);
        return file;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A feed that was seen, and somebody who is told of all that follows.</summary>
    private static async Task OutsideAsync(SqlDatabase database)
    {
        var item = new FeedItem("1", "Low tide", "", new Uri("https://blog.example/1"), Mailing.Start);
        await database.FeedAgenda.EnterAsync(["blog"], None);
        await database.FeedMemory.FirstSightAsync("blog", [item], None);
        await database.Webhooks.EnterAsync([new WebhookEndpoint(new Uri("https://shop.example/hook"), [], WebhookEvents.All)], None);
    }

    /// <summary>One whose mail waits, one whose mail was under way, one that was confirmed.</summary>
    private static async Task SignUpsAsync(SqlDatabase database)
    {
        foreach (var name in new[] { "confirmed", "under-way", "waits" })
            await database.SignUps.AskAsync(new SignUpWish(EmailAddress.Parse($"{name}@example.net"), name, name, [ListName.Default]), None);
        var me = Guid.NewGuid();
        var confirmed = (await database.SignUpMails.ClaimAsync(me, TimeSpan.FromMinutes(5), OnUncertain.Resend, None))!;
        await database.SignUpMails.EndAsync(confirmed, me, new SignUpMailEnd.Mailed("250 taken"), None);
        await database.SignUps.ConfirmAsync(confirmed.Mark, confirmed.Round, "Ünal", None);
        await database.SignUpMails.ClaimAsync(me, TimeSpan.FromMinutes(5), OnUncertain.Resend, None);
    }

    private static async Task ReadersAsync(Stores stores, Mailing mailing)
    {
        await mailing.JoinAsync(40);
        await mailing.JoinAsync(HalfSentReaders, from: 1001, list: HalfSentList);
        await stores.Subscribers.AddAsync(EmailAddress.Parse("jürgen@exämple.org"), new SubscriberChange(
            "Jürgen 🚢 \"Ÿ\"\\ 你好",
            new Dictionary<string, string> { ["Stadt"] = "Köln \u0001 \\u0041", ["空"] = "是", ["x"] = "\"<&>'" },
            JoinLists: [ListName.Default]), None);
        await stores.Subscribers.ChangeAsync(Mailing.Email(1), new SubscriberChange(State: SubscriberState.Unsubscribed), None);
        await stores.Subscribers.ChangeAsync(Mailing.Email(2), new SubscriberChange(State: SubscriberState.Suppressed), None);
    }

    /// <summary>A sent post with every outcome, a cancelled one, and readers who left in between.</summary>
    private static async Task PastAsync(Stores stores, Mailing mailing)
    {
        var holder = await mailing.EnterAsync();
        var sent = await mailing.PublishAsync();
        await stores.Subscribers.ChangeAsync(Mailing.Email(3), new SubscriberChange(State: SubscriberState.Unsubscribed), None);
        await mailing.SendAllAsync(sent, holder, n => (n % 5) switch
        {
            0 when n == 5 => ((DeliveryOutcome.Rejected)Mailing.Rejected) with { Fault = AddressFault.Disabled },
            0 => Mailing.Rejected,
            1 when n == 6 => ((DeliveryOutcome.Deferred)Mailing.DueMuchLater) with { Counted = false },
            1 => Mailing.DueMuchLater,
            2 => new DeliveryOutcome.Uncertain("The link was cut.", null),
            _ => Mailing.Accepted,
        });
        await mailing.SendAllAsync(sent, await mailing.EnterAsync(), _ => Mailing.Accepted);
        var cancelled = await mailing.PublishAsync();
        await mailing.SendAsync(holder, await mailing.LeaseAsync(cancelled, holder), _ => Mailing.DueMuchLater);
        await mailing.MoveAsync(cancelled, PostStatus.Cancelled);
        await stores.Log.CloseAsync(cancelled.Id, None);
        await stores.Subscribers.EraseAsync(Mailing.Email(4), None);
    }

    /// <summary>One slice is sent, one is on the wire, the rest is not even cut.</summary>
    private async Task HalfSentAsync(Mailing mailing)
    {
        HalfSent = await mailing.PublishAsync(HalfSentList);
        var holder = await mailing.EnterAsync();
        var sent = await mailing.LeaseAsync(HalfSent, holder);
        await mailing.SendAsync(holder, sent, n => n == 0 ? Mailing.DueAgain : Mailing.Accepted);
        Served.UnionWith(sent.Recipients.Skip(1).Select(recipient => recipient.Id));
        var onTheWire = await mailing.LeaseAsync(HalfSent, holder);
        var wishes = Mailing.Wishes(onTheWire, 6);
        await mailing.RoundAsync(holder, onTheWire, wishes: wishes);
        await mailing.RoundAsync(holder, onTheWire, [.. wishes.Take(2).Select(wish => Mailing.End(wish, Mailing.Accepted))]);
        Served.UnionWith(wishes.Take(2).Select(wish => wish.Subscriber));
        InDoubt.UnionWith(wishes.Skip(2).Select(wish => wish.Subscriber));
    }

    /// <summary>One whose issue is not a post yet.</summary>
    private static async Task DigestAsync(Stores stores)
    {
        var stored = await stores.Digests.PutAsync(new Digest
        {
            Name = "weekly", List = ListName.Default, From = ListName.Default, Cron = "0 8 * * 1", Zone = "UTC", Subject = "The week",
            CreatedAt = Mailing.Start, NextAt = Mailing.Start.AddDays(1),
        }, None);
        var digest = Assert.IsType<DigestStored.Done>(stored).View.Digest;
        await stores.DigestAgenda.OpenAsync(digest, digest.NextAt.AddDays(7), most: 100, None);
    }

    private async Task FutureAsync(Stores stores, Mailing mailing)
    {
        var draft = mailing.Draft(key: "later");
        await stores.Posts.InsertAsync(draft, None);
        Scheduled = await ScheduleAsync(TimeProvider.System.GetUtcNow().AddDays(300));
        DueSoon = await ScheduleAsync(TimeProvider.System.GetUtcNow().AddMinutes(1));

        async Task<Post> ScheduleAsync(DateTimeOffset at) => Assert.IsType<PostInserted.Stored>(await stores.Posts.InsertAsync(
            mailing.Draft() with { Status = PostStatus.Scheduled, PublishAt = at }, None)).Post;
    }
}
