using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Posts;

/// <summary>Sends a post again to those who did not get it.</summary>
internal sealed class RetryCommand : Verb
{
    private readonly PostIdArgument _id = new();
    private readonly Option<string[]> _outcome = new("--outcome")
    {
        Description = "To readers with this outcome; may be repeated. Default: rejected and uncertain.",
    };

    public RetryCommand() : base(
        "retry",
        "Sends a post again to those who did not get it.",
        "actormail retry 0fzq8k2m4n6p0 --outcome rejected --outcome uncertain")
    {
        Add(_id);
        Add(_outcome);
        _outcome.AcceptOnlyFromAmong("deferred", "rejected", "skipped", "uncertain");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var outcomes = call.Value(_outcome) is { Length: > 0 } given ? given.Distinct().ToArray() : null;
        var answer = await call.AskAsync(
            NodeRequest.Post(
                NodePath.Of($"api/posts/{call.Value(_id)}/retry"), new RetryRequest(outcomes), NodeJson.Default.RetryRequest),
            NodeJson.Default.RetryAnswer,
            cancel);
        call.Tell($"{PostText.N(answer.Requeued)} due again");
        return ExitCode.Done;
    }
}
