using System.CommandLine;
using System.CommandLine.Help;
using ActorMail.Cli.Completion;
using ActorMail.Cli.Node;
using ActorMail.Cli.Prompt;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.CommandLine;

/// <summary>The root: the options every verb shares, and the one place where a command's ending becomes an exit code.</summary>
internal sealed class ActorMailCommand : RootCommand
{
    private readonly Shell _shell;
    private readonly Option<string> _url = new("--url")
    {
        Description = $"Where the node is. Default {NodeAddress.Default}; environment ACTORMAIL_URL.",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = "The API key; better kept in the environment as ACTORMAIL_KEY, where other users do not see it.",
        HelpName = "KEY",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Writes the node's own JSON (or NDJSON, one line each) to stdout.",
        Recursive = true,
    };

    public ActorMailCommand(Shell shell) : base("Publishes posts to their readers and shows what became of each mail.")
    {
        _shell = shell;
        // Help would take the assembly's name, which cannot be the command's (ActorMail.Cli.csproj).
        HelpName = "actormail";
        Add(_url);
        Add(_key);
        Add(_json);
        var help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    /// <summary>Without response files: a subject may start with an @.</summary>
    public ParseResult Read(IReadOnlyList<string> args) =>
        Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancel)
    {
        if (args is [Suggestions.Asked, var line, ..]) return End(Suggestions.Print(this, _shell, line));
        if (args.Count == 0 && _shell is { Keyboard: { } keyboard, OutputIsTerminal: true })
            return await new CommandPrompt(this, _shell, keyboard).RunAsync(cancel);
        try
        {
            var parse = Read(args);
            if (parse.Errors.Count > 0 && parse.Action is not HelpWithExamples) throw Misused(parse);
            return End(await parse.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = _shell.Text,
                Error = _shell.Error,
            }, cancel));
        }
        catch (CommandEnded ended)
        {
            return End(ended.ExitCode, ended.Message);
        }
        catch (OperationCanceledException)
        {
            return End(ExitCode.Interrupted);
        }
        catch (IOException fault) when (StandardOutput.IsUnread(fault))
        {
            return ExitCode.Unread;
        }
        catch (UnauthorizedAccessException fault)
        {
            // What is read is looked after where it is read.
            return End(ExitCode.Refused, StandardOutput.Why(fault));
        }
        catch (Exception surprise)
        {
            return End(ExitCode.Refused, $"failed: {Printable.OneLine(surprise.Message)}");
        }
    }

    /// <summary>What a verb works with.</summary>
    public Call Open(ParseResult parse) => new(
        parse,
        _shell,
        new NodeClient(NodeAddress.Of(
            parse.GetValue(_url) ?? _shell.Variable("ACTORMAIL_URL"),
            parse.GetValue(_key) ?? _shell.Variable("ACTORMAIL_KEY")), _shell.Time),
        parse.GetValue(_json));

    // The data first, so that the reason stands below it in a terminal. A full disk shows only here.
    private int End(int exitCode, string? line = null)
    {
        try
        {
            _shell.Flush();
        }
        catch (IOException fault) when (StandardOutput.IsUnread(fault))
        {
            if (exitCode == ExitCode.Done) exitCode = ExitCode.Unread;
        }
        catch (Exception fault) when (StandardOutput.IsFault(fault) && line is null)
        {
            (exitCode, line) = (ExitCode.Refused, StandardOutput.Why(fault));
        }
        catch (Exception fault) when (StandardOutput.IsFault(fault))
        {
            // The line says why already.
        }

        if (line is not null) _shell.Say(line);
        return exitCode;
    }

    private static CommandEnded Misused(ParseResult parse)
    {
        var why = string.Join(" ", parse.Errors.Select(error => Sentence(error.Message)).Distinct());
        return CommandEnded.Usage($"{why} See: {Verb.PathOf(parse.CommandResult.Command)} --help");
    }

    /// <summary>The library puts the values an option knows one below the other, without a full stop.</summary>
    private static string Sentence(string message) =>
        Printable.OneLine(message.Replace("'\n\t'", "', '")).TrimEnd('.') + ".";
}
