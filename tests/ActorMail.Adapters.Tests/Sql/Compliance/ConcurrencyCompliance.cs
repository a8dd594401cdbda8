using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class ConcurrencyCompliance : StoreCompliance
{
    [StoreFact]
    public async Task Publishing_importing_leaving_and_sending_at_once_keep_every_balance()
    {
        await Mailing.JoinAsync(120);
        var me = await Mailing.EnterAsync();
        var posts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Mailing.PublishAsync()));

        var sending = posts.Select(post => Task.Run(async () =>
        {
            var two = Enumerable.Range(0, 2).Select(lane => SendLaneAsync(post, me, lane));
            await Task.WhenAll(two);
        }));
        var importing = Task.Run(() => Mailing.JoinAsync(200, from: 121));
        var leaving = Task.Run(async () =>
        {
            foreach (var number in Enumerable.Range(1, 20))
                await Stores.Subscribers.ChangeAsync(Mailing.Email(number * 5), new SubscriberChange(LeaveLists: ["default"]), None);
        });
        var publishing = Enumerable.Range(0, 20).Select(n => Stores.Posts.InsertAsync(Mailing.Draft(key: $"key-{n % 10}"), None));
        var stored = await Task.WhenAll(publishing);
        await Task.WhenAll([.. sending, importing, leaving]);

        Assert.Equal(10, stored.OfType<PostInserted.Stored>().Count());
        foreach (var post in posts)
        {
            var totals = await Stores.Log.CloseAsync(post.Id, None);
            Assert.Equal((120L, true), (totals.Audience, totals.Balanced));
            Assert.Equal(totals, (await Stores.Log.ProgressAsync(post.Id, None)).Totals);
        }
    }

    [StoreFact]
    public async Task Two_holders_never_get_the_same_reader()
    {
        await Mailing.JoinAsync(100);
        var post = await Mailing.PublishAsync();
        var holders = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Mailing.EnterAsync()));

        var leased = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            n => Mailing.LeaseAsync(post, holders[n % holders.Length])));

        var readers = leased.SelectMany(slice => slice.Recipients).Select(reader => reader.Id).ToList();
        Assert.Equal(100, readers.Distinct().Count());
        Assert.Equal(100, readers.Count);
    }

    /// <summary>A lane has mailers of its own, as lanes share one incarnation.</summary>
    private async Task SendLaneAsync(Post post, Incarnation me, int lane)
    {
        for (var slices = 0; slices < 100; slices++)
        {
            if (await Mailing.TryLeaseAsync(post, me, size: 7) is not { } slice) return;
            var first = (int)post.Id.Value * 100 + lane * 10;
            var wishes = Mailing.Wishes(slice).Select(wish => wish with { Mailer = first + wish.Mailer }).ToList();
            var answers = (await Mailing.RoundAsync(me, slice, wishes: wishes)).Answers;
            var ended = wishes.Where((_, n) => answers[n] == IntentAnswer.Granted).Select(
                (wish, n) => Mailing.End(wish, n % 3 == 0 ? Mailing.Rejected : Mailing.Accepted));
            await Mailing.RoundAsync(me, slice, [.. ended], finish: true);
        }
    }
}
