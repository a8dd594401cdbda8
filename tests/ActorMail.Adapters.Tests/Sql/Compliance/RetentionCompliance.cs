using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>Accepted deliveries of old posts, kept as a number.</summary>
public abstract class RetentionCompliance : StoreCompliance
{
    private static readonly DateTimeOffset Ended = Mailing.Start.AddDays(1);
    private static readonly DateTimeOffset Later = Mailing.Start.AddDays(2);

    private static readonly DeliveryOutcome[] Mixed =
        [Mailing.Accepted, Mailing.Rejected, Mailing.Accepted, new DeliveryOutcome.Uncertain("the link ended", null), Mailing.Accepted];

    [StoreFact]
    public async Task Of_an_old_post_only_the_accepted_go_and_its_books_stay_as_they_were()
    {
        var (post, _) = await SendAsync(5);
        var before = await Stores.Log.CloseAsync(post.Id, None);

        Assert.Equal(new CompactedPost(post.Id, 3), await CompactAsync());

        Assert.Equal([OutcomeName.Rejected, OutcomeName.Uncertain],
            (await Stores.Log.ListAsync(post.Id, null, null, 10, None)).Select(line => line.Outcome));
        Assert.Equal(new PostTotals(5, false, Accepted: 3, 0, Rejected: 1, 0, Uncertain: 1, 0), before);
        Assert.Equal(before, await Stores.Log.CloseAsync(post.Id, None));
        Assert.Equal(before, (await Stores.Log.ProgressAsync(post.Id, None)).Totals);
        Assert.Null(await CompactAsync());
    }

    [StoreFact]
    public async Task More_than_a_part_goes_in_parts()
    {
        const int Readers = 1203;
        await Mailing.JoinAsync(Readers);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAllAsync(post, me, n => n == 400 ? Mailing.Rejected : Mailing.Accepted, size: 500);
        await EndAsync(post);

        Assert.Equal(new CompactedPost(post.Id, Readers - 2), await CompactAsync());

        Assert.Equal(2, (await Stores.Log.ListAsync(post.Id, null, null, 10, None)).Count);
        Assert.True((await Stores.Log.CloseAsync(post.Id, None)) is { Accepted: Readers - 2, Rejected: 2, Balanced: true });
    }

    [StoreFact]
    public async Task Young_posts_and_posts_that_are_not_sent_keep_all()
    {
        var (post, _) = await SendAsync(5);
        Assert.Null(await Stores.Retention.CompactNextAsync(Ended, None));
        foreach (var status in new[] { PostStatus.Sending, PostStatus.Paused, PostStatus.Cancelled })
        {
            await Mailing.MoveAsync(post, status);
            Assert.Null(await CompactAsync());
        }

        Assert.Equal(5, (await Stores.Log.ListAsync(post.Id, null, null, 10, None)).Count);
    }

    [StoreFact]
    public async Task Who_was_accepted_is_still_told_so()
    {
        var (post, _) = await SendAsync(5);
        await CompactAsync();

        var accepted = (await Stores.Log.ExplainAsync(post.Id, Mailing.Email(1), None))!;
        Assert.Equal(OutcomeName.Accepted, accepted.Outcome);
        Assert.Contains("no longer kept", accepted.Summary, StringComparison.Ordinal);
        Assert.Equal(OutcomeName.Rejected, (await Stores.Log.ExplainAsync(post.Id, Mailing.Email(2), None))!.Outcome);
        await Mailing.JoinAsync(1, from: 6);
        Assert.Null(await Stores.Log.ExplainAsync(post.Id, Mailing.Email(6), None));
    }

    [StoreFact]
    public async Task A_post_that_is_sent_again_to_some_writes_to_nobody_who_has_it_and_is_compacted_again()
    {
        var (post, me) = await SendAsync(5);
        await CompactAsync();

        Assert.Equal(2, await Stores.Log.RequeueAsync(post.Id, [OutcomeName.Rejected, OutcomeName.Uncertain], None));
        await Mailing.MoveAsync(post, PostStatus.Sending);
        var again = await Mailing.LeaseAsync(post, me);
        Assert.Equal([Mailing.Email(2), Mailing.Email(4)], again.Recipients.Select(reader => reader.Email));
        await Mailing.SendAsync(me, again, _ => Mailing.Accepted);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));

        Assert.Equal(new PostTotals(5, false, Accepted: 5, 0, 0, 0, 0, 0), await Stores.Log.CloseAsync(post.Id, None));
        var now = TimeProvider.System.GetUtcNow();
        await EndAsync(post, now.AddHours(1));
        Assert.Equal(new CompactedPost(post.Id, 2), await Stores.Retention.CompactNextAsync(now.AddHours(2), None));
        Assert.Equal(5, (await Stores.Log.CloseAsync(post.Id, None)).Accepted);
        Assert.Equal(5, (await Stores.Log.ProgressAsync(post.Id, None)).Totals.Accepted);
    }

    [StoreFact]
    public async Task A_post_that_is_cancelled_while_it_is_sent_again_keeps_its_accepted()
    {
        var (post, _) = await SendAsync(5);
        await CompactAsync();
        await Stores.Log.RequeueAsync(post.Id, [OutcomeName.Rejected], None);
        await Mailing.MoveAsync(post, PostStatus.Sending);
        await Mailing.MoveAsync(post, PostStatus.Cancelled);

        var totals = await Stores.Log.CloseAsync(post.Id, None);

        Assert.Equal((5L, 3L, 0L, true), (totals.Audience, totals.Accepted, totals.Cancelled, totals.Balanced));
    }

    [StoreFact]
    public async Task What_a_mailbox_took_after_a_fault_still_speaks_for_it()
    {
        var full = new DeliveryOutcome.Rejected(new SmtpReply(552, "5.2.2", "full"), AddressFault.Full);
        var needed = SuppressionRule.Posts(AddressFault.Full);
        await Mailing.JoinAsync(1);
        for (var time = 0; time < needed - 1; time++) await SendOnceAsync(full, 10 * time);
        var taken = await SendOnceAsync(Mailing.Accepted, 10 * needed);
        await EndAsync(taken);
        Assert.Equal(1, (await CompactAsync())?.Deliveries);

        await SendOnceAsync(full, 100 * needed);

        Assert.Equal(SubscriberState.Active, (await Stores.Subscribers.ReadAsync(Mailing.Email(1), None))!.State);
    }

    private async Task<(Post Post, Incarnation Me)> SendAsync(int readers)
    {
        await Mailing.JoinAsync(readers);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAllAsync(post, me, n => Mixed[n % Mixed.Length]);
        await EndAsync(post);
        return (post, me);
    }

    private async Task<Post> SendOnceAsync(DeliveryOutcome outcome, int day)
    {
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me);
        var wish = Assert.Single(Mailing.Wishes(slice));
        await Mailing.RoundAsync(me, slice, wishes: [wish]);
        await Mailing.RoundAsync(me, slice, [Mailing.End(wish, outcome, day * 24 * 60 * 60)], finish: true);
        return post;
    }

    private Task<Post> EndAsync(Post post, DateTimeOffset? at = null) =>
        Mailing.ChangeAsync(post, stored => stored with { Status = PostStatus.Sent, FinishedAt = at ?? Ended });

    private Task<CompactedPost?> CompactAsync() => Stores.Retention.CompactNextAsync(Later, None);
}
