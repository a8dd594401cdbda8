using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Posts;

/// <summary>Lists posts, the newest first.</summary>
internal sealed class PostsCommand : WatchedVerb
{
    private readonly Option<string> _limit = new("--limit") { Description = "At most so many.", HelpName = "N" };

    public PostsCommand() : base("posts", "Lists the posts, the newest first.", "actormail posts --limit 5", "actormail posts --watch")
    {
        Add(_limit);
        _limit.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var limit) || limit < 1))
                result.AddError("--limit is a whole number from 1.");
        });
    }

    protected override async Task ShowAsync(Call call, CancellationToken cancel)
    {
        var page = await call.AskAsync(
            NodeRequest.Get(NodePath.Of($"api/posts", ("limit", call.Value(_limit)))), NodeJson.Default.PostPage, cancel);
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
