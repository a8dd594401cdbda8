using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;

namespace ActorMail.Cli.Webhooks;

/// <summary>Tells an endpoint again.</summary>
internal sealed class RetryWebhookCommand : Verb
{
    private readonly Argument<string> _url = new("URL") { Description = "As 'actormail webhooks' shows it." };

    public RetryWebhookCommand() : base(
        "retry", "Tells an endpoint again what was given up, and enables it if it had answered 410.",
        "actormail webhooks retry https://example.org/webhook") => Add(_url);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var request = NodeRequest.Post("api/webhooks/retry", new EndpointRequest(call.Value(_url)), NodeJson.Default.EndpointRequest);
        var answer = await call.AskAsync(request, NodeJson.Default.RetriedEndpoint, cancel);
        call.Tell($"{PostText.N(answer.Due)} due now");
        return ExitCode.Done;
    }
}
