using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>Readers who get their outcome without anything being sent.</summary>
public abstract class UnsentCompliance : StoreCompliance
{
    private static readonly DeliveryOutcome PutOff = new DeliveryOutcome.Deferred(
        SmtpReply.Own("4.4.5", "gmail.com wants fewer messages for now"), Mailing.Start, Counted: false);

    [StoreFact]
    public async Task Who_is_put_off_is_deferred_without_an_attempt_and_comes_again()
    {
        var (post, me, slice) = await BeginAsync(readers: 3);
        Assert.True(await WriteAsync(me, slice, [0, 2], PutOff));
        var wishes = Mailing.Wishes(slice);
        await Mailing.RoundAsync(me, slice, wishes: [wishes[1]]);
        await Mailing.RoundAsync(me, slice, [Mailing.End(wishes[1], Mailing.Accepted)], finish: true);

        var totals = (await Stores.Log.ProgressAsync(post.Id, None)).Totals;
        Assert.Equal((1, 2), (totals.Accepted, totals.Deferred));
        var again = await Mailing.LeaseAsync(post, me);
        Assert.Equal([0, 0], again.Recipients.Select(recipient => recipient.Attempts));
        Assert.All(again.Recipients, recipient => Assert.Null(recipient.FirstTriedAt));
        await Mailing.SendAsync(me, again, _ => Mailing.Accepted);
        Assert.True((await Stores.Log.CloseAsync(post.Id, None)) is { Accepted: 3, Balanced: true });
    }

    [StoreFact]
    public async Task Who_is_put_off_again_keeps_the_attempts_made()
    {
        var (post, me, slice) = await BeginAsync(readers: 2);
        await Mailing.SendAsync(me, slice, _ => Mailing.DueAgain);
        var retry = await Mailing.LeaseAsync(post, me);
        Assert.True(await WriteAsync(me, retry, [0, 1], PutOff));
        await Mailing.RoundAsync(me, retry, finish: true);

        var again = await Mailing.LeaseAsync(post, me);
        Assert.Equal([1, 1], again.Recipients.Select(recipient => recipient.Attempts));
    }

    [StoreFact]
    public async Task Time_begins_for_who_is_put_off_first_so_and_goes_on_when_it_happens_again()
    {
        var (post, me, slice) = await BeginAsync(readers: 1);
        Assert.True(await WriteAsync(me, slice, [0], PutOff, startsTime: true));
        await Mailing.RoundAsync(me, slice, finish: true);
        var again = await Mailing.LeaseAsync(post, me);
        var since = Assert.NotNull(again.Recipients[0].FirstTriedAt);
        Assert.Equal(0, again.Recipients[0].Attempts);
        Assert.True(await WriteAsync(me, again, [0], PutOff, startsTime: true));
        await Mailing.RoundAsync(me, again, finish: true);

        Assert.Equal(since, (await Mailing.LeaseAsync(post, me)).Recipients[0].FirstTriedAt);
    }

    [StoreFact]
    public async Task Who_is_refused_without_an_attempt_is_rejected_for_good()
    {
        var (post, me, slice) = await BeginAsync(readers: 2);
        Assert.True(await WriteAsync(me, slice, [0, 1], new DeliveryOutcome.Rejected(SmtpReply.Own("5.3.4", "too large for it"))));
        await Mailing.RoundAsync(me, slice, finish: true);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
        Assert.True((await Stores.Log.CloseAsync(post.Id, None)) is { Rejected: 2, Balanced: true });
    }

    [StoreFact]
    public async Task Nobody_is_decided_twice()
    {
        var (post, me, slice) = await BeginAsync(readers: 3);
        var wishes = Mailing.Wishes(slice);
        await Mailing.RoundAsync(me, slice, wishes: [wishes[0], wishes[1]]);
        await Mailing.RoundAsync(me, slice, [Mailing.End(wishes[0], Mailing.Accepted)]);
        Assert.True(await WriteAsync(me, slice, [0, 1, 2], PutOff));
        Assert.True(await WriteAsync(me, slice, [0, 1, 2], PutOff));
        await Mailing.RoundAsync(me, slice, [Mailing.End(wishes[1], Mailing.Accepted)], finish: true);
        var totals = (await Stores.Log.ProgressAsync(post.Id, None)).Totals;
        Assert.Equal((3, 2, 1), (totals.Audience, totals.Accepted, totals.Deferred));
    }

    [StoreFact]
    public async Task Under_a_lost_lease_or_for_a_post_that_was_stopped_nothing_is_written()
    {
        var (post, me, slice) = await BeginAsync(readers: 2);
        Assert.False(await WriteAsync(await Mailing.EnterAsync("other"), slice, [0], PutOff));
        await Mailing.MoveAsync(post, PostStatus.Paused);
        Assert.False(await WriteAsync(me, slice, [0], PutOff));
        Assert.Equal(0, (await Stores.Log.ProgressAsync(post.Id, None)).Totals.Deferred);
    }

    private async Task<(Post, Incarnation, LeasedSlice)> BeginAsync(int readers)
    {
        await Mailing.JoinAsync(readers);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        return (post, me, await Mailing.LeaseAsync(post, me));
    }

    private Task<bool> WriteAsync(
        Incarnation holder, LeasedSlice slice, int[] places, DeliveryOutcome outcome, bool startsTime = false) => Stores.Unsent.WriteAsync(
        new UnsentOutcomes(holder, Mailing.Node, Mailing.Long, slice.Lease,
            [.. places.Select(at => (slice.Recipients[at].Id, slice.Recipients[at].Attempts))], outcome, startsTime), None);
}
