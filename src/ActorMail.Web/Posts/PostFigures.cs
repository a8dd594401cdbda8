using ActorMail.Posts;

namespace ActorMail.Web.Posts;

/// <summary>The figures of a page of posts: live ones are asked for, those of the others stand in their rows.</summary>
internal static class PostFigures
{
    public static async Task<IReadOnlyList<PostJson>> OfAsync(
        IReadOnlyList<Post> posts, IActorMail mail, CancellationToken cancel)
    {
        var figures = new List<PostJson>(posts.Count);
        foreach (var post in posts)
        {
            var live = IsLive(post) ? await mail.ReadAsync(post.Id, cancel) : null;
            figures.Add(live is null ? PostJson.Of(post) : PostJson.Of(live));
        }

        return figures;
    }

    private static bool IsLive(Post post) => post.PublishedAt is not null && post.Totals is null;
}
