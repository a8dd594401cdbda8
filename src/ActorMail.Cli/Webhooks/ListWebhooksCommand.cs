using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Webhooks;

/// <summary>Lists who is told what happens.</summary>
internal sealed class ListWebhooksCommand() : Verb(
    "list", "Lists who is told what happens, and how their messages stand.", "actormail webhooks", "actormail webhooks list --json")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var page = await call.AskAsync(NodeRequest.Get("api/webhooks"), NodeJson.Default.EndpointPage, cancel);
        call.Tell(TextTable.Lines(
        [
            ["URL", "EVENTS", "PENDING", "DELIVERED", "FAILED", "LAST ANSWER"],
            .. page.Endpoints.Select(endpoint => (IReadOnlyList<string>)
            [
                endpoint.Url, string.Join(',', endpoint.Events), PostText.N(endpoint.Pending), PostText.N(endpoint.Delivered),
                PostText.N(endpoint.Failed), endpoint.LastAnswer ?? "",
            ]),
        ]));
        foreach (var endpoint in page.Endpoints.Where(endpoint => endpoint.Disabled is not null))
            call.Shell.Say($"{endpoint.Url} is told nothing any more: {endpoint.Disabled}");
        return ExitCode.Done;
    }
}
