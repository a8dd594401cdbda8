using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Subscribers;

/// <summary>Lists the suppressed addresses with their reasons, in flat memory.</summary>
internal sealed class SuppressedCommand : Verb
{
    private readonly Option<string> _list = new("--list") { Description = "Only members of this list.", HelpName = "NAME" };

    public SuppressedCommand() : base(
        "suppressed",
        "Lists the suppressed addresses: why, since when, by which post, and what the relay said.",
        "actormail subscribers suppressed --list readers") => Add(_list);

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var page = await call.AskAsync(
                NodeRequest.Get(NodePath.Of(
                    $"api/subscribers", ("state", "suppressed"), ("list", call.Value(_list)), ("limit", "1000"), ("after", after))),
                NodeJson.Default.SubscriberPage, cancel);
            call.Tell(page.Subscribers.Select(reader =>
                $"{reader.Email}  {SubscriberText.Because(reader.Suppression) ?? "imported as suppressed"}"));
            after = page.Next;
        }
        while (after is not null);

        return ExitCode.Done;
    }
}
