using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Posts;

/// <summary>Shows one post, or follows it to its end.</summary>
internal sealed class PostCommand : Verb
{
    private readonly PostIdArgument _id = new();
    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Follows it until it is finished and prints the balance; exit code 1 when it was cancelled.",
    };

    public PostCommand() : base("post", "Shows a post and how far it is.", "actormail post 0fzq8k2m4n6p0 --watch")
    {
        Add(_id);
        Add(_watch);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var id = call.Value(_id);
        if (call.Value(_watch)) return await PostWatch.RunAsync(call, id, cancel);
        var post = await call.AskAsync(
            NodeRequest.Get(NodePath.Of($"api/posts/{id}")), NodeJson.Default.PostView, cancel);
        call.Tell(PostText.Lines(post));
        return ExitCode.Done;
    }
}
