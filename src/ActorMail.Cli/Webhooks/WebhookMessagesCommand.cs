using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Webhooks;

/// <summary>Lists what was told, or could not be.</summary>
internal sealed class WebhookMessagesCommand : Verb
{
    private readonly Option<string> _state = new("--state") { Description = "Only those that stand so." };

    public WebhookMessagesCommand() : base(
        "messages", "Lists the newest messages: event, attempts, the endpoint's last answer.", "actormail webhooks messages --state failed")
    {
        Add(_state);
        _state.AcceptOnlyFromAmong("pending", "delivered", "failed");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var page = await call.AskAsync(
            NodeRequest.Get(NodePath.Of($"api/webhooks/messages", ("state", call.Value(_state)))), NodeJson.Default.MessagePage, cancel);
        call.Tell(TextTable.Lines(
        [
            ["AT", "EVENT", "URL", "STATE", "ATTEMPTS", "NEXT", "ANSWER"],
            .. page.Messages.Select(message => (IReadOnlyList<string>)
            [
                Moment.Text(message.At) ?? "", message.Event, message.Url, message.State, PostText.N(message.Attempts),
                Moment.Text(message.NextAt) ?? "", message.Answer ?? "",
            ]),
        ]));
        return ExitCode.Done;
    }
}
