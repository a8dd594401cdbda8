using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Subscribers;

/// <summary>Shows one reader.</summary>
internal sealed class ShowCommand : Verb
{
    private readonly EmailArgument _email = new();

    public ShowCommand() : base("show", "Shows a reader.", "actormail subscribers show ada@example.org") => Add(_email);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var subscriber = await call.AskAsync(
            NodeRequest.Get(NodePath.Of($"api/subscribers/{call.Value(_email)}")), NodeJson.Default.SubscriberView, cancel);
        call.Tell(SubscriberText.Lines(subscriber));
        return ExitCode.Done;
    }
}
