using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Feeds;

/// <summary>Lists the feeds that are read.</summary>
internal sealed class ListFeedsCommand() : Verb(
    "list", "Lists the feeds that are read, and what came of the last look.", "actormail feeds", "actormail feeds list --json")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var page = await call.AskAsync(NodeRequest.Get("api/feeds"), NodeJson.Default.FeedPage, cancel);
        call.Tell(TextTable.Lines(
        [
            ["NAME", "LIST", "STATE", "POSTS", "LOOKED AT", "NEXT", "FAULT"],
            .. page.Feeds.Select(feed => (IReadOnlyList<string>)
            [
                feed.Name, feed.List, feed.State, PostText.N(feed.Posts), Moment.Text(feed.PolledAt) ?? "", Moment.Text(feed.NextAt) ?? "",
                feed.Fault ?? "",
            ]),
        ]));
        return ExitCode.Done;
    }
}

/// <summary>The answer of <c>GET /api/feeds</c>.</summary>
internal sealed record FeedPage
{
    public required IReadOnlyList<FeedView> Feeds { get; init; }
}

/// <summary>One feed.</summary>
internal sealed record FeedView
{
    public required string Name { get; init; }

    public string List { get; init; } = "";

    public required string State { get; init; }

    public int Posts { get; init; }

    public DateTimeOffset? PolledAt { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    public string? Fault { get; init; }
}
