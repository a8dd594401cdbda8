using System.CommandLine.Parsing;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Completion;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Prompt;

/// <summary>
/// The command without a verb, on a terminal: verb after verb, as they would be typed after <c>actormail</c>. What was typed is
/// remembered until the end and never written to disk: addresses stand in it.
/// </summary>
internal sealed class CommandPrompt
{
    private readonly ActorMailCommand _root;
    private readonly Shell _shell;
    private readonly LineEditor _editor;

    public CommandPrompt(ActorMailCommand root, Shell shell, Keyboard keyboard)
    {
        (_root, _shell) = (root, shell);
        _editor = new LineEditor(shell, keyboard, line => Suggestions.For(root, line));
    }

    /// <summary>Runs until <c>exit</c> or Ctrl-D; a verb that fails says why and ends nothing.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        _shell.Print("Verbs as after 'actormail'; Tab completes, up and down recall. Also: help [VERB], history, exit.");
        while (!cancel.IsCancellationRequested && _editor.Read() is { } line)
        {
            switch (CommandLineParser.SplitCommandLine(line).ToArray())
            {
                case []:
                    break;
                case ["exit" or "quit"]:
                    return ExitCode.Done;
                case ["history"]:
                    foreach (var earlier in _editor.History) _shell.Print(earlier);
                    _shell.Flush();
                    break;
                case ["help", .. var verb]:
                    await _root.RunAsync([.. verb, "--help"], cancel);
                    break;
                case ["actormail", _, ..] and [_, .. var words]:
                    await _root.RunAsync(words, cancel);
                    break;
                case var words:
                    await _root.RunAsync(words, cancel);
                    break;
            }
        }

        return ExitCode.Done;
    }
}
