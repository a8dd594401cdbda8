using ActorMail.Delivery;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Model;

internal sealed record Publish(string List) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Spec.Posts.Count == World.MostPosts) return;
        var id = new PostId(world.Spec.Posts.Count + 1);
        var post = new Post
        {
            Id = id, List = List, Content = new PostContent("Subject", Markdown: "1"), Status = PostStatus.Sending,
            CreatedAt = World.LongPast, PublishedAt = World.LongPast,
        };
        if (await world.Store.Posts.InsertAsync(post, None) is PostInserted.Stored) world.Spec.Publish(id, List);
    }
}

internal sealed record Pause(int Post) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Post(Post) is not { } post) return;
        if (post.Status == PostStatus.Sending) post.Status = PostStatus.Paused;
        await world.OrderAsync(post, new PostCommand.Pause());
    }
}

internal sealed record Resume(int Post) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Post(Post) is not { } post) return;
        if (post.Status == PostStatus.Paused) post.Status = PostStatus.Sending;
        await world.OrderAsync(post, new PostCommand.Resume());
    }
}

internal sealed record Cancel(int Post) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Post(Post) is not { } post) return;
        if (post.Status is PostStatus.Sending or PostStatus.Paused) post.Status = PostStatus.Cancelled;
        await world.OrderAsync(post, new PostCommand.Cancel());
    }
}

/// <summary>A sending post is paused for it and resumed.</summary>
internal sealed record Amend(int Post) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Post(Post) is not { } post) return;
        var sending = post.Status == PostStatus.Sending;
        if (sending) await world.OrderAsync(post, new PostCommand.Pause());
        if (sending || post.Status == PostStatus.Paused) post.Revision++;
        await world.OrderAsync(post, new PostCommand.Amend(new PostContent("Subject", Markdown: $"{post.Revision}"), null));
        if (sending) await world.OrderAsync(post, new PostCommand.Resume());
    }
}

/// <summary>The post's actor looks whether it is complete; if so, its books are closed and must balance (promise P3).</summary>
internal sealed record Close(int Post) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Post(Post) is not { } post) return;
        var complete = world.Spec.IsComplete(post);
        if (post.Status == PostStatus.Cancelled && !complete) return;
        var totals = await world.Store.Log.CloseAsync(post.Id, None);
        Assert.Equal(world.Spec.Close(post), totals);
        // Counting again after the books are closed gives the same.
        Assert.Equal(totals, await world.Store.Log.CloseAsync(post.Id, None));
        if (!complete) return;
        Assert.True(totals.Balanced, $"{totals}");
        Assert.Equal(post.Audience.Count, totals.Audience);
        if (post.Status is not (PostStatus.Sending or PostStatus.Cancelled)) return;
        if (post.Status == PostStatus.Sending) post.Status = PostStatus.Sent;
        Assert.Equal(post.Status, await world.OrderAsync(post, new PostCommand.Finish(totals)));
    }
}

internal sealed record Requeue(int Post, OutcomeName Outcome) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Post(Post) is not { } post || post.Status == PostStatus.Cancelled) return;
        Assert.Equal(world.Spec.Requeue(post, Outcome), await world.Store.Log.RequeueAsync(post.Id, [Outcome], None));
        if (post.Status == PostStatus.Sent) post.Status = PostStatus.Sending;
        await world.OrderAsync(post, new PostCommand.Retry());
    }
}

internal sealed record Resolve(int Post, int Reader, Resolution How) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Post(Post) is not { } post) return;
        if (How == Resolution.Resend && post.Status == PostStatus.Cancelled) return;
        var answer = await world.Store.Doubts.ResolveAsync(post.Id, World.Email(Reader), How, None);
        Assert.Equal(world.Spec.Resolve(post, world.Reader(Reader), How), answer);
        if (answer != ResolutionAnswer.Resolved || How != Resolution.Resend) return;
        if (post.Status == PostStatus.Sent) post.Status = PostStatus.Sending;
        await world.OrderAsync(post, new PostCommand.Retry());
    }
}
