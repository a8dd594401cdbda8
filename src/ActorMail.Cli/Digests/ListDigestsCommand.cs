using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Digests;

/// <summary>Lists the digests, when they are due and what became of the last issue of each.</summary>
internal sealed class ListDigestsCommand() : Verb(
    "list", "Lists the digests: when each is due and what became of its last issue.", "actormail digests list --json")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var page = await call.AskAsync(NodeRequest.Get("api/digests"), NodeJson.Default.DigestPage, cancel);
        call.Tell(TextTable.Lines(
        [
            ["NAME", "FROM", "TO", "CRON", "ZONE", "NEXT", "LAST"],
            .. page.Digests.Select(digest => (IReadOnlyList<string>)
            [
                digest.Name, digest.From, digest.List, digest.Cron, digest.Zone, Moment.Text(digest.NextAt)!,
                digest.LastPost ?? digest.LastFault ?? "",
            ]),
        ]));
        return ExitCode.Done;
    }
}
