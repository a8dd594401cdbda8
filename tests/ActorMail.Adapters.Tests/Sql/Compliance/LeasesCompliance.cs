using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class LeasesCompliance : StoreCompliance
{
    [StoreFact]
    public async Task The_audience_is_cut_in_order_and_each_reader_once()
    {
        await Mailing.JoinAsync(25);
        await Mailing.JoinAsync(5, from: 100, list: "other");
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());

        var slices = new List<LeasedSlice>();
        while (await Mailing.TryLeaseAsync(post, me) is { } slice) slices.Add(slice);

        Assert.Equal([10, 10, 5], slices.Select(slice => slice.Recipients.Count));
        Assert.Equal([1, 2, 3], slices.Select(slice => slice.Lease.Key.No));
        Assert.Equal(Enumerable.Range(1, 25).Select(Mailing.Email),
            slices.SelectMany(slice => slice.Recipients).Select(recipient => recipient.Email));
        var totals = (await Stores.Log.ProgressAsync(post.Id, None)).Totals;
        Assert.Equal((25L, false), (totals.Audience, totals.AudienceIsEstimate));
    }

    [StoreFact]
    public async Task A_recipient_carries_what_a_letter_needs()
    {
        await Stores.Subscribers.AddAsync(Mailing.Email(1), new SubscriberChange(
            "Ann", new Dictionary<string, string> { ["city"] = "Ulm" }, JoinLists: ["default"]), None);

        var slice = await Mailing.LeaseAsync(await Mailing.PublishAsync(), await Mailing.EnterAsync());

        var ann = Assert.Single(slice.Recipients);
        Assert.Equal(("Ann", "Ulm", 0, 0), (ann.Name, ann.Attributes["city"], ann.TokenEpoch, ann.Attempts));
        Assert.Null(ann.FirstTriedAt);
    }

    [StoreFact]
    public async Task Who_joins_or_rejoins_after_publishing_is_not_added_to_the_audience()
    {
        await Mailing.JoinAsync(3);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.JoinAsync(1, from: 4);
        foreach (var change in new SubscriberChange[] { new(LeaveLists: ["default"]), new(JoinLists: ["default"]) })
            await Stores.Subscribers.ChangeAsync(Mailing.Email(2), change, None);

        var slice = await Mailing.LeaseAsync(post, me);

        Assert.Equal([Mailing.Email(1), Mailing.Email(2), Mailing.Email(3)], slice.Recipients.Select(reader => reader.Email));
        await Mailing.SendAsync(me, slice, _ => Mailing.Accepted);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
        Assert.Equal(3, (await Stores.Log.CloseAsync(post.Id, None)).Accepted);
    }

    [StoreFact]
    public async Task Who_left_before_publishing_is_not_in_the_audience()
    {
        await Mailing.JoinAsync(3);
        await Stores.Subscribers.ChangeAsync(Mailing.Email(2), new SubscriberChange(LeaveLists: ["default"]), None);

        var slice = await Mailing.LeaseAsync(await Mailing.PublishAsync(), await Mailing.EnterAsync());

        Assert.Equal([Mailing.Email(1), Mailing.Email(3)], slice.Recipients.Select(reader => reader.Email));
    }

    [StoreFact]
    public async Task A_post_without_readers_is_complete_at_once()
    {
        var (post, me) = (await Mailing.PublishAsync("default"), await Mailing.EnterAsync());
        await Mailing.JoinAsync(1);
        var late = await Mailing.PublishAsync();
        await Mailing.SendAllAsync(late, me, _ => Mailing.Accepted);

        Assert.Null(await Mailing.TryLeaseAsync(post, me));
        Assert.True((await Stores.Log.ProgressAsync(post.Id, None)).Complete);
        Assert.Equal(0, (await Stores.Log.CloseAsync(post.Id, None)).Audience);
    }

    [StoreTheory]
    [InlineData(PostStatus.Paused)]
    [InlineData(PostStatus.Cancelled)]
    public async Task Only_a_sending_post_is_leased(PostStatus status)
    {
        await Mailing.JoinAsync(3);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());

        Assert.Equal([post.Id], await Stores.Ledger.PostsWithWorkAsync(None));
        await Mailing.MoveAsync(post, status);

        Assert.Empty(await Stores.Ledger.PostsWithWorkAsync(None));
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
    }

    [StoreFact]
    public async Task A_held_slice_is_nobody_elses_until_its_lease_ends()
    {
        await Mailing.JoinAsync(3);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.LeaseAsync(post, me);

        Assert.Null(await Mailing.TryLeaseAsync(post, me));
        Assert.Empty(await Stores.Ledger.PostsWithWorkAsync(None));

        var next = await Mailing.EnterAsync();
        Assert.Equal([post.Id], await Stores.Ledger.PostsWithWorkAsync(None));
        var taken = await Mailing.LeaseAsync(post, next);
        Assert.Equal((1, 2, 3), (taken.Lease.Key.No, taken.Lease.Epoch, taken.Recipients.Count));
    }

    [StoreFact]
    public async Task Taking_over_makes_open_intents_uncertain_and_due_again()
    {
        await Mailing.JoinAsync(5);
        var (post, old) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, old, @for: TimeSpan.Zero);
        var wishes = Mailing.Wishes(slice, 3);
        await Mailing.RoundAsync(old, slice, wishes: wishes);
        await Mailing.RoundAsync(old, slice, [Mailing.End(wishes[0], Mailing.Accepted)]);

        var me = await Mailing.EnterAsync();
        var taken = await Mailing.LeaseAsync(post, me);

        Assert.Equal([Mailing.Email(4), Mailing.Email(5)], taken.Recipients.Select(reader => reader.Email));
        var lines = await Stores.Log.ListAsync(post.Id, OutcomeName.Uncertain, null, 10, None);
        Assert.Equal([Mailing.Email(2).ToString(), Mailing.Email(3).ToString()], lines.Select(line => line.Email));
        Assert.All(lines, line => Assert.True(line is { Attempts: 1, NextAttempt: not null, Node: Mailing.Node }));
        Assert.Equal(0, (await Stores.Log.ProgressAsync(post.Id, None)).InFlight);
        await Mailing.SendAsync(me, taken, _ => Mailing.Accepted);

        var again = await Mailing.LeaseAsync(post, me);
        Assert.Equal(SliceKind.Retry, again.Kind);
        Assert.All(again.Recipients, reader => Assert.Equal(1, reader.Attempts));
        await Mailing.SendAsync(me, again, _ => Mailing.Accepted);
        var totals = await Stores.Log.CloseAsync(post.Id, None);
        Assert.Equal((5L, 5L, true), (totals.Audience, totals.Accepted, totals.Balanced));
    }

    [StoreTheory]
    [InlineData(OnUncertain.Hold)]
    [InlineData(OnUncertain.Skip)]
    public async Task Uncertain_deliveries_are_not_sent_again_when_the_policy_says_so(OnUncertain policy)
    {
        await Mailing.JoinAsync(1);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me);
        await Mailing.RoundAsync(me, slice, wishes: Mailing.Wishes(slice));

        await Stores.Ledger.ReleaseAsync(me, [slice.Lease], policy, None);
        var empty = await Mailing.LeaseAsync(post, me);
        Assert.Empty(empty.Recipients);
        await Mailing.RoundAsync(me, empty, finish: true);

        Assert.Null(await Mailing.TryLeaseAsync(post, me));
        var progress = await Stores.Log.ProgressAsync(post.Id, None);
        Assert.Equal((true, 1L), (progress.Complete, progress.Totals.Uncertain));
    }

    [StoreFact]
    public async Task Releasing_gives_a_slice_back_and_a_stale_release_does_nothing()
    {
        await Mailing.JoinAsync(2);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var first = await Mailing.LeaseAsync(post, me);
        await Stores.Ledger.ReleaseAsync(me, [first.Lease], OnUncertain.Resend, None);
        var second = await Mailing.LeaseAsync(post, me);
        await Mailing.RoundAsync(me, second, wishes: Mailing.Wishes(second, 1));

        await Stores.Ledger.ReleaseAsync(me, [first.Lease], OnUncertain.Resend, None);

        Assert.Equal(2, second.Recipients.Count);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
        Assert.Equal(1, (await Stores.Log.ProgressAsync(post.Id, None)).InFlight);
    }

    [StoreFact]
    public async Task Deferred_deliveries_come_back_in_a_retry_slice_with_their_history()
    {
        await Mailing.JoinAsync(3);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me),
            n => n == 0 ? Mailing.Accepted : n == 1 ? Mailing.DueAgain : Mailing.DueMuchLater);

        var retry = await Mailing.LeaseAsync(post, me);

        Assert.Equal(SliceKind.Retry, retry.Kind);
        var reader = Assert.Single(retry.Recipients);
        Assert.Equal((Mailing.Email(2), 1), (reader.Email, reader.Attempts));
        Assert.Equal(Mailing.Start.AddSeconds(1), reader.FirstTriedAt);
        await Mailing.SendAsync(me, retry, _ => Mailing.DueAgain);
        var second = await Mailing.LeaseAsync(post, me);
        Assert.Equal(2, Assert.Single(second.Recipients).Attempts);
        Assert.Equal(Mailing.Start.AddSeconds(1), second.Recipients[0].FirstTriedAt);
        await Mailing.SendAsync(me, second, _ => Mailing.Accepted);

        var progress = await Stores.Log.ProgressAsync(post.Id, None);
        Assert.Equal((2L, 1L, false), (progress.Totals.Accepted, progress.Totals.Deferred, progress.Complete));
        Assert.Equal(Mailing.Start.AddYears(50), progress.NextRetryAt);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
    }

    [StoreFact]
    public async Task A_retry_slice_left_behind_is_taken_over_with_its_deliveries()
    {
        await Mailing.JoinAsync(3);
        var (post, old) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAsync(old, await Mailing.LeaseAsync(post, old), _ => Mailing.DueAgain);
        var retry = await Mailing.LeaseAsync(post, old);
        var wishes = Mailing.Wishes(retry, 2);
        await Mailing.RoundAsync(old, retry, wishes: wishes);
        await Mailing.RoundAsync(old, retry, [Mailing.End(wishes[0], Mailing.Accepted)]);

        var me = await Mailing.EnterAsync();
        var taken = await Mailing.LeaseAsync(post, me, policy: OnUncertain.Hold);

        Assert.Equal(Mailing.Email(3), Assert.Single(taken.Recipients).Email);
        await Mailing.SendAsync(me, taken, _ => Mailing.Rejected);
        var totals = await Stores.Log.CloseAsync(post.Id, None);
        Assert.Equal((1L, 1L, 1L, true), (totals.Accepted, totals.Uncertain, totals.Rejected, totals.Balanced));
        Assert.Equal(totals, (await Stores.Log.ProgressAsync(post.Id, None)).Totals);
    }

    [StoreFact]
    public async Task A_holder_that_was_frozen_does_not_doubt_its_own_messages()
    {
        await Mailing.JoinAsync(3);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me, @for: TimeSpan.Zero);
        var wishes = Mailing.Wishes(slice, 2);
        var round = new Round(me, Mailing.Node, TimeSpan.Zero, [slice.Lease], [], wishes, []);
        Assert.Equal([IntentAnswer.Granted, IntentAnswer.Granted], (await Stores.Ledger.CommitAsync(round, None)).Answers);

        Assert.Null(await Mailing.TryLeaseAsync(post, me));

        var result = await Mailing.RoundAsync(me, slice, [.. wishes.Select(wish => Mailing.End(wish, Mailing.Accepted))]);
        Assert.Empty(result.Lost);
        var totals = (await Stores.Log.ProgressAsync(post.Id, None)).Totals;
        Assert.Equal((2L, 0L), (totals.Accepted, totals.Uncertain));
    }

    [StoreFact]
    public async Task A_holder_that_forgot_its_slice_gets_it_again_once_the_lease_has_ended()
    {
        await Mailing.JoinAsync(3);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var slice = await Mailing.LeaseAsync(post, me, @for: TimeSpan.Zero);

        var again = await Mailing.LeaseAsync(post, me);

        Assert.Equal((slice.Lease.Key, slice.Lease.Epoch + 1, 3), (again.Lease.Key, again.Lease.Epoch, again.Recipients.Count));
    }
}
