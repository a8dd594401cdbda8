using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>What a canary leaves to be leased, and which post goes first.</summary>
public abstract class CanariesCompliance : StoreCompliance
{
    [StoreFact]
    public async Task Until_it_is_judged_no_node_cuts_more_than_its_step()
    {
        await Mailing.JoinAsync(40);
        var post = await PublishAsync(new Canary(15, TimeSpan.FromMinutes(1)));
        var (me, other) = (await Mailing.EnterAsync(), await Mailing.EnterAsync("other"));
        Assert.Equal(10, (await Mailing.LeaseAsync(post, me)).Recipients.Count);
        Assert.Equal(5, (await Mailing.LeaseAsync(post, other)).Recipients.Count);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
        Assert.Empty(await Stores.Ledger.PostsWithWorkAsync(None));
        Assert.False((await Stores.Log.ProgressAsync(post.Id, None)).Complete);

        await Mailing.ChangeAsync(post, stored => stored with { Released = 30 });
        Assert.Equal(10, (await Mailing.LeaseAsync(post, me)).Recipients.Count);
        Assert.Equal(5, (await Mailing.LeaseAsync(post, me)).Recipients.Count);
        await Mailing.ChangeAsync(post, stored => stored with { Released = null });
        Assert.Equal(10, (await Mailing.LeaseAsync(post, me)).Recipients.Count);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
    }

    [StoreFact]
    public async Task What_is_left_by_a_holder_or_due_again_is_leased_meanwhile()
    {
        await Mailing.JoinAsync(20);
        var (post, me) = (await PublishAsync(new Canary(10, TimeSpan.FromMinutes(1))), await Mailing.EnterAsync());
        await Mailing.SendAsync(me, await Mailing.LeaseAsync(post, me), n => n < 5 ? Mailing.Accepted : Mailing.DueAgain);
        Assert.Equal(5, (await Mailing.LeaseAsync(post, me)).Recipients.Count);
        Assert.Null(await Mailing.TryLeaseAsync(post, me));
    }

    [StoreFact]
    public async Task A_canary_is_kept_with_its_post()
    {
        var canary = new Canary(100, TimeSpan.FromMinutes(5), 0.1, 0.02);
        var post = await PublishAsync(canary);
        var until = Mailing.Start.AddMinutes(5);
        await Mailing.ChangeAsync(post, stored => stored with { WatchedUntil = until });
        var read = (await Stores.Posts.ReadAsync(post.Id, None))!;
        Assert.Equal((canary, 100L, until), (read.Canary, read.Released, read.WatchedUntil));
    }

    [StoreFact]
    public async Task The_higher_priority_is_first_and_then_the_older()
    {
        await Mailing.JoinAsync(1);
        List<PostId> posts = [];
        foreach (var priority in new[] { PostPriority.Normal, PostPriority.Low, PostPriority.High, PostPriority.Normal })
            posts.Add((await InsertAsync(Mailing.Draft() with { Status = PostStatus.Sending, Priority = priority })).Id);
        Assert.Equal([posts[2], posts[0], posts[3], posts[1]], await Stores.Ledger.PostsWithWorkAsync(None));
        Assert.Equal(PostPriority.High, (await Stores.Posts.ReadAsync(posts[2], None))!.Priority);
    }

    private Task<Post> PublishAsync(Canary canary) =>
        InsertAsync(Mailing.Draft() with { Status = PostStatus.Sending, Canary = canary, Released = canary.Size });

    private async Task<Post> InsertAsync(Post post) =>
        Assert.IsType<PostInserted.Stored>(await Stores.Posts.InsertAsync(post, None)).Post;
}
