using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class BooksCompliance : StoreCompliance
{
    private static readonly DeliveryOutcome[] Mixed =
    [
        Mailing.Accepted, Mailing.Rejected, Mailing.DueAgain, new DeliveryOutcome.Uncertain("the link ended", null),
        new DeliveryOutcome.Uncertain("the link ended", Mailing.Start),
    ];

    [StoreFact]
    public async Task The_books_balance_after_mixed_outcomes()
    {
        await Mailing.JoinAsync(57);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var list = post.ListId;
        foreach (var number in new[] { 5, 25, 45 })
        {
            var reader = (await Stores.Subscribers.ReadAsync(Mailing.Email(number), None))!;
            await Stores.Subscriptions.UnsubscribeAsync(list, reader.Id, None);
        }

        var sent = 0;
        await Mailing.SendAllAsync(post, me, _ => sent++ < 60 ? Mixed[sent % Mixed.Length] : Mailing.Accepted);

        var progress = await Stores.Log.ProgressAsync(post.Id, None);
        var totals = await Stores.Log.CloseAsync(post.Id, None);
        Assert.True(progress.Complete);
        Assert.Equal(totals, progress.Totals);
        Assert.Equal((57L, 3L, 0L, true), (totals.Audience, totals.Skipped, totals.Deferred, totals.Balanced));
        Assert.True(totals is { Accepted: > 0, Rejected: > 0, Uncertain: > 0 });
    }

    [StoreFact]
    public async Task Erasing_keeps_the_balance_before_between_and_after()
    {
        await Mailing.JoinAsync(6);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Erase(1);
        var slice = await Mailing.LeaseAsync(post, me, size: 3);
        Assert.Equal([Mailing.Email(2), Mailing.Email(3)], slice.Recipients.Select(reader => reader.Email));
        await Erase(2);
        await Mailing.SendAsync(me, slice, _ => Mailing.DueAgain);
        await Erase(3);
        await Mailing.SendAllAsync(post, me, _ => Mailing.Accepted);
        await Erase(4);

        var totals = await Stores.Log.CloseAsync(post.Id, None);
        Assert.Equal((6L, 3L, 3L, true), (totals.Audience, totals.Skipped, totals.Accepted, totals.Balanced));
        Assert.Equal(totals, (await Stores.Log.ProgressAsync(post.Id, None)).Totals);
        Assert.Equal(4, (await Stores.Log.ListAsync(post.Id, null, null, 10, None)).Count(line => line.Email.Length == 0));
    }

    [StoreFact]
    public async Task The_audience_is_an_estimate_until_it_is_cut()
    {
        await Mailing.JoinAsync(4);
        var draft = Mailing.Draft();
        await Stores.Posts.InsertAsync(draft, None);
        var post = await Mailing.PublishAsync();
        await Mailing.JoinAsync(1, from: 5);

        var before = await Stores.Log.ProgressAsync(draft.Id, None);
        var fresh = await Stores.Log.ProgressAsync(post.Id, None);
        await Mailing.LeaseAsync(post, await Mailing.EnterAsync(), size: 3);
        var half = await Stores.Log.ProgressAsync(post.Id, None);

        Assert.Equal((5L, true, false), (before.Totals.Audience, before.Totals.AudienceIsEstimate, before.Complete));
        Assert.Equal((4L, true, false), (fresh.Totals.Audience, fresh.Totals.AudienceIsEstimate, fresh.Complete));
        Assert.Equal((4L, true, false), (half.Totals.Audience, half.Totals.AudienceIsEstimate, half.Complete));
    }

    [StoreFact]
    public async Task Cancelling_closes_the_books_with_everybody_not_reached()
    {
        await Mailing.JoinAsync(30);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me, size: 5),
            n => n switch { 0 => Mailing.DueAgain, 1 => Mailing.Rejected, 2 => Mixed[4], _ => Mailing.Accepted });
        var half = await Mailing.LeaseAsync(post, me, size: 5);
        var wishes = Mailing.Wishes(half, 2);
        await Mailing.RoundAsync(me, half, wishes: wishes);
        await Mailing.RoundAsync(me, half, [Mailing.End(wishes[0], Mailing.Accepted), Mailing.End(wishes[1], Mailing.Accepted)]);
        var cancelled = await Mailing.MoveAsync(post, PostStatus.Cancelled);
        Assert.True((await Stores.Log.ProgressAsync(post.Id, None)).Complete);

        var totals = await Stores.Log.CloseAsync(post.Id, None);
        var again = await Stores.Log.CloseAsync(post.Id, None);

        Assert.Equal(new PostTotals(30, false, Accepted: 4, Deferred: 0, Rejected: 1, Skipped: 0, Uncertain: 1, Cancelled: 24),
            totals);
        Assert.Equal(totals, again);
        Assert.Equal(totals, (await Stores.Log.ProgressAsync(cancelled.Id, None)).Totals);
        Assert.Equal([half.Lease], (await Mailing.RoundAsync(me, half)).Lost);
    }

    [StoreFact]
    public async Task Cancelling_a_post_that_never_began_gives_empty_books()
    {
        await Mailing.JoinAsync(3);
        var draft = Mailing.Draft();
        await Stores.Posts.InsertAsync(draft, None);
        await Mailing.MoveAsync(draft, PostStatus.Cancelled);

        Assert.Equal(PostTotals.None with { AudienceIsEstimate = false }, await Stores.Log.CloseAsync(draft.Id, None));
    }

    [StoreFact]
    public async Task A_cancelled_post_whose_sender_died_ends_with_its_message_uncertain()
    {
        await Mailing.JoinAsync(3);
        var (post, dead) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, dead);
        await Mailing.RoundAsync(dead, slice, wishes: Mailing.Wishes(slice, 1));
        await Mailing.MoveAsync(post, PostStatus.Cancelled);
        Assert.False((await Stores.Log.ProgressAsync(post.Id, None)).Complete);

        await Mailing.EnterAsync();

        Assert.True((await Stores.Log.ProgressAsync(post.Id, None)).Complete);
        var totals = await Stores.Log.CloseAsync(post.Id, None);
        Assert.Equal((1L, 2L, true), (totals.Uncertain, totals.Cancelled, totals.Balanced));
        Assert.Equal(0, (await Stores.Log.ProgressAsync(post.Id, None)).InFlight);
    }

    [StoreFact]
    public async Task Closing_a_cancelled_post_leaves_a_message_in_flight_to_its_sender()
    {
        await Mailing.JoinAsync(2);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me);
        var wish = Mailing.Wishes(slice, 1)[0];
        await Mailing.RoundAsync(me, slice, wishes: [wish]);
        await Mailing.MoveAsync(post, PostStatus.Cancelled);
        var early = await Stores.Log.CloseAsync(post.Id, None);

        await Mailing.RoundAsync(me, slice, [Mailing.End(wish, Mailing.Accepted)]);

        Assert.False(early.Balanced);
        Assert.Equal(new PostTotals(2, false, 1, 0, 0, 0, 0, 1), await Stores.Log.CloseAsync(post.Id, None));
    }

    [StoreFact]
    public async Task Requeued_deliveries_are_sent_again_and_counted_once()
    {
        await Mailing.JoinAsync(3);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAllAsync(post, me, n => n == 0 ? Mailing.Accepted : n == 1 ? Mailing.Rejected : Mixed[3]);

        var requeued = await Stores.Log.RequeueAsync(post.Id, [OutcomeName.Rejected, OutcomeName.Uncertain], None);
        var waiting = await Stores.Log.ProgressAsync(post.Id, None);
        await Mailing.SendAllAsync(post, me, _ => Mailing.Accepted);

        Assert.Equal(2, requeued);
        Assert.Equal((1L, false), (waiting.Totals.Rejected, waiting.Complete));
        var totals = await Stores.Log.CloseAsync(post.Id, None);
        Assert.Equal(new PostTotals(3, false, 3, 0, 0, 0, 0, 0), totals);
        Assert.Equal(totals, (await Stores.Log.ProgressAsync(post.Id, None)).Totals);
    }

    [StoreFact]
    public async Task Requeuing_leaves_alone_what_is_being_tried_and_what_was_accepted()
    {
        await Mailing.JoinAsync(2);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me), n => n == 0 ? Mailing.DueAgain : Mailing.DueMuchLater);
        await Mailing.LeaseAsync(post, me);

        Assert.Equal(1, await Stores.Log.RequeueAsync(post.Id, [OutcomeName.Deferred], None));
        Assert.Equal(Mailing.Email(2), Assert.Single((await Mailing.LeaseAsync(post, me)).Recipients).Email);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Stores.Log.RequeueAsync(post.Id, [OutcomeName.Accepted], None));
    }

    [StoreFact]
    public async Task Deliveries_are_listed_in_pages_by_outcome()
    {
        await Mailing.JoinAsync(6);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me), n => n % 2 == 0 ? Mailing.Accepted : Mailing.Rejected);

        var page = await Stores.Log.ListAsync(post.Id, OutcomeName.Rejected, null, 2, None);
        var rest = await Stores.Log.ListAsync(post.Id, OutcomeName.Rejected, page[^1].Subscriber, 2, None);

        Assert.Equal([Mailing.Email(2).ToString(), Mailing.Email(4).ToString()], page.Select(line => line.Email));
        Assert.Equal(new SmtpReply(550, "5.1.1", "no such user"), Assert.Single(rest).Reply);
    }

    private Task<bool> Erase(int number) => Stores.Subscribers.EraseAsync(Mailing.Email(number), None);
}
