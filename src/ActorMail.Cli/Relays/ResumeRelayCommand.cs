using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Relays;

/// <summary>Ends a relay's pause on every node.</summary>
internal sealed class ResumeRelayCommand : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "As 'actormail relays' shows it." };

    public ResumeRelayCommand() : base(
        "resume", "Lets a paused or waiting relay be used again: one message tries it first.", "actormail relays resume smtp.example.org") =>
        Add(_name);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        await call.Node.DoAsync(NodeRequest.Post(NodePath.Of($"api/relays/{call.Value(_name)}/resume")), cancel);
        call.Shell.Say("one message tries it now");
        return ExitCode.Done;
    }
}
