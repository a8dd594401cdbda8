using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActorMail.Cli.CommandLine;

/// <summary>One command: its arguments and options, its example, and what it does.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description, params string[] examples) : base(name, description)
    {
        Examples = examples;
        SetAction(InvokeAsync);
        Validators.Add(RefuseBlanks);
    }

    /// <summary>Lines to type, shown at the foot of the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Such as <c>actormail subscribers import</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "actormail";

    /// <summary>Runs as typed.</summary>
    public async Task<int> InvokeAsync(ParseResult parse, CancellationToken cancel)
    {
        using var call = ((ActorMailCommand)parse.RootCommandResult.Command).Open(parse);
        return await RunAsync(call, cancel);
    }

    protected abstract Task<int> RunAsync(Call call, CancellationToken cancel);

    /// <summary>No argument means anything when it is blank: it comes of a script's unset variable.</summary>
    private static void RefuseBlanks(CommandResult typed)
    {
        foreach (var given in typed.Children.OfType<ArgumentResult>())
            if (given.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) typed.AddError($"{given.Argument.Name} is empty.");
    }
}

/// <summary>A word before verbs of one subject.</summary>
internal sealed class VerbGroup : Command
{
    /// <param name="usual">What the word alone does; null when it needs one of its verbs.</param>
    public VerbGroup(string name, string description, Verb? usual = null) : base(name, description)
    {
        if (usual is null) return;
        Add(usual);
        foreach (var option in usual.Options) Add(option);
        SetAction(usual.InvokeAsync);
    }
}
