using System.CommandLine;
using ActorMail.Cli.CommandLine;

namespace ActorMail.Cli.Completion;

/// <summary>Prints the script by which a shell completes the command's words.</summary>
internal sealed class CompletionCommand : Verb
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };

    public CompletionCommand() : base(
        "completion",
        "Prints a script that lets a shell complete verbs, options and posts' ids.",
        "actormail completion bash > ~/.local/share/bash-completion/completions/actormail")
    {
        Add(_shell);
        _shell.AcceptOnlyFromAmong([.. ShellScripts.All.Keys]);
    }

    protected override Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        foreach (var line in ShellScripts.All[call.Value(_shell)].Split('\n')) call.Shell.Print(line);
        return Task.FromResult(ExitCode.Done);
    }
}
