using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Subscribers;

/// <summary>Writes the readers as CSV, in flat memory.</summary>
internal sealed class ExportCommand : Verb
{
    private readonly Option<string> _list = new("--list") { Description = "Only members of this list.", HelpName = "NAME" };
    private readonly Option<string> _state = new("--state") { Description = "Only readers in this state." };

    public ExportCommand() : base(
        "export",
        "Writes the readers as CSV, in the form import reads.",
        "actormail subscribers export --list readers --state active > readers.csv")
    {
        Add(_list);
        Add(_state);
        _state.AcceptOnlyFromAmong("active", "unsubscribed", "suppressed");
        Validators.Add(result =>
        {
            if (result.GetValue<bool>("--json")) result.AddError("An export is CSV; leave out --json.");
        });
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var request = NodeRequest.Get(NodePath.Of(
            $"api/subscribers/export", ("list", call.Value(_list)), ("state", call.Value(_state)))) with { Accept = "text/csv" };
        await using var answer = await call.Node.OpenAsync(request, cancel);
        await call.PassOnAsync(answer, request.Accept, cancel);
        return ExitCode.Done;
    }
}
