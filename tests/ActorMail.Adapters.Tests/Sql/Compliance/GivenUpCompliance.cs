using ActorMail.Delivery;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>What the store lets a node do that the others have given up, and what it lets them do to it.</summary>
public abstract class GivenUpCompliance : StoreCompliance
{
    [StoreFact]
    public async Task The_leases_of_a_node_that_is_gone_are_ended_and_no_others()
    {
        await Mailing.JoinAsync(30);
        var post = await Mailing.PublishAsync();
        var (gone, other) = (await Mailing.EnterAsync("gone"), await Mailing.EnterAsync("other"));
        var (first, second) = (await Mailing.LeaseAsync(post, gone), await Mailing.LeaseAsync(post, gone));
        var third = await Mailing.LeaseAsync(post, other);
        await Mailing.RoundAsync(gone, first, wishes: Mailing.Wishes(first, 1));

        Assert.Equal(2, await Stores.Ledger.EndLeasesOfAsync("gone", "other", OnUncertain.Hold, None));

        var taken = await Mailing.LeaseAsync(post, other);
        Assert.Equal((first.Lease.Key, 2, 9), (taken.Lease.Key, taken.Lease.Epoch, taken.Recipients.Count));
        Assert.Equal([first.Lease], (await Mailing.RoundAsync(gone, first)).Lost);
        Assert.Equal([second.Lease], (await Mailing.RoundAsync(gone, second)).Lost);
        Assert.Empty((await Mailing.RoundAsync(other, third)).Lost);
        Assert.Equal(1, (await Stores.Log.ProgressAsync(post.Id, None)).Totals.Uncertain);
    }

    [StoreFact]
    public async Task A_node_that_lives_after_all_is_ended_once_and_leases_nothing_until_it_enters_anew()
    {
        await Mailing.JoinAsync(20);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync("slow"));
        var slice = await Mailing.LeaseAsync(post, me);
        var wishes = Mailing.Wishes(slice, 3);
        await Mailing.RoundAsync(me, slice, wishes: wishes);
        Assert.Equal(1, await Stores.Ledger.EndLeasesOfAsync("slow", "other", OnUncertain.Resend, None));

        await Assert.ThrowsAsync<RunEndedException>(() => Mailing.TryLeaseAsync(post, me));
        var round = await Mailing.RoundAsync(me, slice, [Mailing.End(wishes[0], Mailing.Accepted)], [Mailing.Wishes(slice)[4]]);
        Assert.Equal([slice.Lease], round.Lost);
        Assert.Equal([IntentAnswer.LeaseLost], round.Answers);
        Assert.Equal(0, await Stores.Ledger.EndLeasesOfAsync("slow", "other", OnUncertain.Resend, None));

        var anew = await Mailing.EnterAsync("slow");
        Assert.Equal(7, (await Mailing.LeaseAsync(post, anew)).Recipients.Count);
        Assert.Equal(3, (await Stores.Log.ProgressAsync(post.Id, None)).Totals.Uncertain);
    }

    [StoreFact]
    public async Task A_node_that_was_given_up_ends_nobodys_leases()
    {
        await Mailing.JoinAsync(20);
        var (post, frozen, other) = (await Mailing.PublishAsync(), await Mailing.EnterAsync("frozen"), await Mailing.EnterAsync("other"));
        var slice = await Mailing.LeaseAsync(post, other);
        await Mailing.RoundAsync(other, slice, wishes: Mailing.Wishes(slice, 2));
        await Stores.Ledger.EndLeasesOfAsync("frozen", "other", OnUncertain.Resend, None);

        Assert.Equal(0, await Stores.Ledger.EndLeasesOfAsync("other", "frozen", OnUncertain.Resend, None));

        Assert.Empty((await Mailing.RoundAsync(other, slice)).Lost);
        Assert.Equal(0, (await Stores.Log.ProgressAsync(post.Id, None)).Totals.Uncertain);
        await Mailing.EnterAsync("frozen");
        Assert.Equal(1, await Stores.Ledger.EndLeasesOfAsync("other", "frozen", OnUncertain.Resend, None));
    }
}
