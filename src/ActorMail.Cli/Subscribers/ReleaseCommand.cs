using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Subscribers;

/// <summary>Lets a suppressed reader be written to again.</summary>
internal sealed class ReleaseCommand : Verb
{
    private readonly EmailArgument _email = new();

    public ReleaseCommand() : base(
        "release",
        "Lets a suppressed address be written to again; what relays said of it is forgotten.",
        "actormail subscribers release ada@example.org") => Add(_email);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var path = NodePath.Of($"api/subscribers/{call.Value(_email)}");
        var (_, before) = await call.Node.AskAsync(NodeRequest.Get(path), NodeJson.Default.SubscriberView, cancel);
        if (before.State != "suppressed")
            throw CommandEnded.Refused($"the reader is {before.State}, and only a suppressed one can be released");
        var after = await call.AskAsync(
            NodeRequest.Patch(path, new StateRequest("active"), NodeJson.Default.StateRequest),
            NodeJson.Default.SubscriberView, cancel);
        call.Tell(SubscriberText.Lines(after));
        return ExitCode.Done;
    }
}
