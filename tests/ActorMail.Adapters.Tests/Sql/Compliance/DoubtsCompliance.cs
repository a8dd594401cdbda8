using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

public abstract class DoubtsCompliance : StoreCompliance
{
    private static readonly DeliveryOutcome Held = new DeliveryOutcome.Uncertain("the link ended", null);

    [StoreTheory]
    [InlineData(Resolution.Accept, 2, 0)]
    [InlineData(Resolution.Skip, 1, 1)]
    public async Task A_decided_doubt_moves_in_both_books_alike(Resolution resolution, int accepted, int skipped)
    {
        var post = await OneInDoubtAsync(Held);
        Assert.Equal(ResolutionAnswer.Resolved, await ResolveAsync(post, 1, resolution));
        var live = (await Stores.Log.ProgressAsync(post.Id, None)).Totals;
        Assert.Equal((accepted, skipped, 0L, true), ((int)live.Accepted, (int)live.Skipped, live.Uncertain, live.Balanced));
        Assert.Equal(live, await Stores.Log.CloseAsync(post.Id, None));
        Assert.Equal(ResolutionAnswer.NotUncertain, await ResolveAsync(post, 1, resolution));
    }

    [StoreFact]
    public async Task A_doubt_to_be_sent_again_is_leased_as_its_second_attempt()
    {
        var post = await OneInDoubtAsync(Held);
        Assert.Equal(ResolutionAnswer.Resolved, await ResolveAsync(post, 1, Resolution.Resend));
        Assert.Equal(ResolutionAnswer.NotUncertain, await ResolveAsync(post, 1, Resolution.Resend));
        var again = await Mailing.LeaseAsync(post, await Mailing.EnterAsync());
        Assert.Equal((Mailing.Email(1), 1), (Assert.Single(again.Recipients).Email, again.Recipients[0].Attempts));
        Assert.Equal(ResolutionAnswer.NotUncertain, await ResolveAsync(post, 1, Resolution.Accept));
    }

    [StoreFact]
    public async Task How_often_nobody_knew_is_known_when_a_reader_is_leased_again()
    {
        await Mailing.JoinAsync(2);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        var doubt = new DeliveryOutcome.Uncertain("the link ended", Mailing.Start);
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me), n => n == 0 ? doubt : Mailing.DueAgain);

        var again = await Mailing.LeaseAsync(post, me);
        Assert.Equal([(1, 1), (1, 0)], again.Recipients.Select(recipient => (recipient.Attempts, recipient.Doubts)));
        await Mailing.SendAsync(me, again, _ => doubt);

        var third = await Mailing.LeaseAsync(post, me);
        Assert.Equal([(2, 2), (2, 1)], third.Recipients.Select(recipient => (recipient.Attempts, recipient.Doubts)));
    }

    [StoreFact]
    public async Task Nothing_else_is_resolved()
    {
        var post = await OneInDoubtAsync(new DeliveryOutcome.Uncertain("the link ended", Mailing.Start));
        Assert.Equal(ResolutionAnswer.NotUncertain, await ResolveAsync(post, 1, Resolution.Accept));
        Assert.Equal(ResolutionAnswer.NotUncertain, await ResolveAsync(post, 2, Resolution.Accept));
        Assert.Equal(ResolutionAnswer.NoDelivery, await ResolveAsync(post, 3, Resolution.Accept));
    }

    private async Task<Post> OneInDoubtAsync(DeliveryOutcome doubt)
    {
        await Mailing.JoinAsync(2);
        var (post, me) = (await Mailing.PublishAsync(), await Mailing.EnterAsync());
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me), n => n == 0 ? doubt : Mailing.Accepted);
        return post;
    }

    private Task<ResolutionAnswer> ResolveAsync(Post post, int reader, Resolution resolution) =>
        Stores.Doubts.ResolveAsync(post.Id, Mailing.Email(reader), resolution, None);
}
