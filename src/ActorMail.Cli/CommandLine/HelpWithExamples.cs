using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ActorMail.Cli.CommandLine;

/// <summary>The usual help, then lines that can be typed as they stand.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parse)
    {
        usual.Invoke(parse);
        if (parse.CommandResult.Command is not Verb verb) return ExitCode.Done;
        var output = parse.InvocationConfiguration.Output;
        output.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in verb.Examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return ExitCode.Done;
    }
}
