using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Posts;

/// <summary>A verb that gives one post an order and shows the post as it is then.</summary>
internal abstract class PostOrder : Verb
{
    private readonly PostIdArgument _id = new();

    protected PostOrder(string name, string description) : base(name, description, $"actormail {name} 0fzq8k2m4n6p0") => Add(_id);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var post = await call.AskAsync(
            NodeRequest.Post(NodePath.Of($"api/posts/{call.Value(_id)}/{Name}")), NodeJson.Default.PostView, cancel);
        call.Tell(PostText.Progress(post));
        if (post is { InFlight: > 0, Status: "paused" or "cancelled" })
            call.Shell.Say($"{PostText.N(post.InFlight)} had started and will end; nothing new starts");
        return ExitCode.Done;
    }
}
