using System.CommandLine;
using System.Globalization;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Posts;

/// <summary>Lists what became of each mail of a post.</summary>
internal sealed class DeliveriesCommand : Verb
{
    private readonly PostIdArgument _id = new();
    private readonly Option<string> _outcome = new("--outcome") { Description = "Only those that ended so." };
    private readonly Option<bool> _csv = new("--csv") { Description = "Writes CSV, with a header row." };

    public DeliveriesCommand() : base(
        "deliveries",
        "Lists the deliveries of a post: address, outcome, attempts, the relay's reply.",
        "actormail deliveries 0fzq8k2m4n6p0 --outcome rejected --csv > rejected.csv")
    {
        Add(_id);
        Add(_outcome);
        Add(_csv);
        _outcome.AcceptOnlyFromAmong("accepted", "deferred", "rejected", "skipped", "uncertain", "cancelled");
        Validators.Add(result =>
        {
            if (result.GetValue(_csv) && result.GetValue<bool>("--json")) result.AddError("Give --csv or --json, not both.");
        });
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var csv = call.Value(_csv);
        var request = NodeRequest.Get(
            NodePath.Of($"api/posts/{call.Value(_id)}/deliveries", ("outcome", call.Value(_outcome)))) with
        {
            Accept = csv ? "text/csv" : NodeRequest.NdJson,
        };
        await using var answer = await call.Node.OpenAsync(request, cancel);
        if (csv)
        {
            await call.PassOnAsync(answer, request.Accept, cancel);
            return ExitCode.Done;
        }

        await foreach (var (raw, delivery) in NodeLines.ReadAsync(call.Node, answer, NodeJson.Default.DeliveryView, cancel))
        {
            if (call.Json) call.Shell.PrintLine(raw);
            call.Tell(TextTable.Line(
                [delivery.Email, delivery.Outcome, delivery.Attempts.ToString(CultureInfo.InvariantCulture), Reply(delivery)],
                32, 9, 2));
        }

        return ExitCode.Done;
    }

    private static string Reply(DeliveryView delivery) => ReplyText.Of(delivery.Code, delivery.Enhanced, delivery.Reply);
}
