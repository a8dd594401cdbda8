using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Relays;

/// <summary>Lists the relays of the node that answers.</summary>
internal sealed class RelaysCommand() : WatchedVerb(
    "show", "Shows the relays of the node that answers, and what its connections do.",
    "actormail relays --watch", "actormail relays show --json")
{
    protected override async Task ShowAsync(Call call, CancellationToken cancel)
    {
        var page = await call.AskAsync(NodeRequest.Get("api/relays"), NodeJson.Default.RelayPage, cancel);
        call.Tell(TextTable.Lines(
        [
            ["NAME", "HOST", "STATE", "OPEN", "SENDING", "ALLOWED", "UNTIL", "FAULT"],
            .. page.Relays.Select(relay => (IReadOnlyList<string>)
            [
                relay.Name, FormattableString.Invariant($"{relay.Host}:{relay.Port}"), relay.State, PostText.N(relay.Open),
                PostText.N(relay.Sending), FormattableString.Invariant($"{relay.Allowed}/{relay.Connections}"),
                Moment.Text(relay.Until) ?? "", relay.Fault ?? "",
            ]),
        ]));
    }
}

/// <summary>The answer of <c>GET /api/relays</c>.</summary>
internal sealed record RelayPage
{
    public required IReadOnlyList<RelayView> Relays { get; init; }
}

/// <summary>One relay as one node uses it.</summary>
internal sealed record RelayView
{
    public required string Name { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public string? Fault { get; init; }

    public int Open { get; init; }

    public int Sending { get; init; }

    public int Connections { get; init; }

    /// <summary>open, waiting, probing, paused, usedUp or retiring.</summary>
    public string State { get; init; } = "";

    public DateTimeOffset? Until { get; init; }

    public int Allowed { get; init; }
}
