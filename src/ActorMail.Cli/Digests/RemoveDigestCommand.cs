using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Digests;

/// <summary>Takes a digest away.</summary>
internal sealed class RemoveDigestCommand : Verb
{
    private readonly DigestNameArgument _name = new();

    public RemoveDigestCommand() : base(
        "remove", "Takes a digest away; issues that were published stay posts.", "actormail digests remove weekly") => Add(_name);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        await call.Node.DoAsync(NodeRequest.Delete(NodePath.Of($"api/digests/{call.Value(_name)}")), cancel);
        call.Shell.Say("removed");
        return ExitCode.Done;
    }
}
