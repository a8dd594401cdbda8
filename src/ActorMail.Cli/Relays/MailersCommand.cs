using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Relays;

/// <summary>Lists the mailers of the node that answers.</summary>
internal sealed class MailersCommand() : WatchedVerb(
    "mailers", "Shows the mailers of the node that answers, one for each connection, and what each does.",
    "actormail mailers", "actormail mailers --watch")
{
    protected override async Task ShowAsync(Call call, CancellationToken cancel)
    {
        var page = await call.AskAsync(NodeRequest.Get("api/mailers"), NodeJson.Default.MailerPage, cancel);
        call.Tell(TextTable.Lines(
        [
            ["MAILER", "RELAY", "STATE", "SINCE", "POST"],
            .. page.Mailers.Select(mailer => (IReadOnlyList<string>)
            [
                PostText.N(mailer.Slot), mailer.Relay, mailer.State, Moment.Text(mailer.Since)!, mailer.Post ?? "",
            ]),
        ]));
    }
}

/// <summary>The answer of <c>GET /api/mailers</c>.</summary>
internal sealed record MailerPage
{
    public required IReadOnlyList<MailerView> Mailers { get; init; }
}

/// <summary>One mailer of a node.</summary>
internal sealed record MailerView
{
    public required int Slot { get; init; }

    public required string Relay { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset Since { get; init; }

    public string? Post { get; init; }
}
