using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Webhooks;

/// <summary>Sends a test message and shows the answers.</summary>
internal sealed class TestWebhookCommand : Verb
{
    private readonly Argument<string?> _url = new("URL")
    {
        Description = "As 'actormail webhooks' shows it; all without it.", Arity = ArgumentArity.ZeroOrOne,
    };

    public TestWebhookCommand() : base(
        "test", "Sends a webhook.test at once, signed like any other, and shows the answers.", "actormail webhooks test") => Add(_url);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var request = NodeRequest.Post(
            "api/webhooks/test", new EndpointRequest(call.Parse.GetValue(_url)), NodeJson.Default.EndpointRequest);
        var answer = await call.AskAsync(request, NodeJson.Default.TestedPage, cancel);
        call.Tell(answer.Results.Select(result => $"{(result.Delivered ? "taken" : "not taken")}: {result.Answer}  {result.Url}"));
        return answer.Results.All(result => result.Delivered) ? ExitCode.Done : ExitCode.Refused;
    }
}
