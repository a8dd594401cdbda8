using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Operations;

/// <summary>Runs one of the node's own operations: the same that <c>pbm mail</c> runs, in the node's own words.</summary>
internal sealed class MailCommand : Verb
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "The operation; without one they are listed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string[]> _values = new("VALUE")
    {
        Description = "Its arguments, in their order.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public MailCommand() : base(
        "mail", "Lists the node's operations or runs one, as 'pbm mail' does.",
        "actormail mail", "actormail mail explain 0fzq8k2m4n6p0 ada@example.org")
    {
        Add(_name);
        Add(_values);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var name = call.Parse.GetValue(_name);
        var request = NodeRequest.Get("api/operations");
        if (name is null)
        {
            var table = await call.AskAsync(request, NodeJson.Default.OperationTable, cancel);
            call.Tell(TextTable.Lines(
                [.. table.Operations.Select(operation => (IReadOnlyList<string>)[Usage(operation), operation.Help])]));
            return ExitCode.Done;
        }

        var (_, known) = await call.Node.AskAsync(request, NodeJson.Default.OperationTable, cancel);
        var found = known.Operations.FirstOrDefault(operation => operation.Name == name)
            ?? throw CommandEnded.Usage($"the node has no operation '{name}'; 'actormail mail' lists them");
        var values = call.Value(_values);
        if (values.Length > found.Arguments.Count) throw CommandEnded.Usage($"actormail mail {Usage(found)}");
        var given = found.Arguments.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var answer = await call.AskAsync(
            NodeRequest.Post(NodePath.Of($"api/operations/{name}"), new OperationRequest(given), NodeJson.Default.OperationRequest),
            NodeJson.Default.OperationLines,
            cancel);
        call.Tell(answer.Lines);
        return ExitCode.Done;
    }

    private static string Usage(OperationView operation) => string.Join(' ', operation.Arguments
        .Select(argument => argument.Required ? argument.Name.ToUpperInvariant() : $"[{argument.Name.ToUpperInvariant()}]")
        .Prepend(operation.Name));
}
