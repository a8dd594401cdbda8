using System.Globalization;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Posts;

/// <summary>Lists posts, the newest first.</summary>
internal sealed class PostsCommand : WatchedVerb
{
    private readonly WholeNumberOption _limit = new("--limit", "At most so many.", "N");

    public PostsCommand() : base("posts", "Lists the posts, the newest first.", "actormail posts --limit 5", "actormail posts --watch") =>
        Add(_limit);

    protected override async Task ShowAsync(Call call, CancellationToken cancel)
    {
        var limit = call.Value(_limit)?.ToString(CultureInfo.InvariantCulture);
        var page = await call.AskAsync(
            NodeRequest.Get(NodePath.Of($"api/posts", ("limit", limit))), NodeJson.Default.PostPage, cancel);
        call.Tell(TextTable.Lines(
        [
            ["ID", "STATUS", "AUDIENCE", "ACCEPTED", "SUBJECT"],
            .. page.Posts.Select(post => (IReadOnlyList<string>)
            [
                post.Id, post.Status, PostText.N(post.Totals.Audience), PostText.N(post.Totals.Accepted), post.Subject,
            ]),
        ]));
        if (page.Next is not null) call.Shell.Say("there are older ones: raise --limit");
    }
}
