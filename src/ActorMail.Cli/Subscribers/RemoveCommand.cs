using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Subscribers;

/// <summary>Erases one reader.</summary>
internal sealed class RemoveCommand : Verb
{
    private readonly EmailArgument _email = new();

    public RemoveCommand() : base(
        "remove",
        "Erases a reader's address, name and attributes; the books of old posts still balance.",
        "actormail subscribers remove ada@example.org") => Add(_email);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var answer = await call.Node.DoAsync(
            NodeRequest.Delete(NodePath.Of($"api/subscribers/{call.Value(_email)}")), cancel);
        if (call.Json && answer.Length > 0) call.Shell.PrintLine(answer);
        call.Shell.Say("removed");
        return ExitCode.Done;
    }
}
