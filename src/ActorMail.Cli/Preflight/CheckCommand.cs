using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Preflight;

/// <summary>Shows whether letters would be taken, before the first run.</summary>
internal sealed class CheckCommand() : Verb(
    "check", "Tries the relays up to their login and looks at what is published of the sender's domain; sends nothing.",
    "actormail check", "actormail check --json")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var answer = await call.AskAsync(NodeRequest.Post("api/check"), NodeJson.Default.CheckPage, cancel);
        call.Tell(TextTable.Lines(
            [.. answer.Findings.Select(finding => (IReadOnlyList<string>)[finding.Level, finding.About, finding.What, finding.Text])]));
        return answer.Ok ? ExitCode.Done : ExitCode.Refused;
    }
}

/// <summary>The answer of <c>POST /api/check</c>.</summary>
internal sealed record CheckPage
{
    public required bool Ok { get; init; }

    public required IReadOnlyList<FindingView> Findings { get; init; }
}

/// <summary>One thing that was looked at.</summary>
internal sealed record FindingView
{
    /// <summary>ok, warning or failed.</summary>
    public required string Level { get; init; }

    public required string About { get; init; }

    public required string What { get; init; }

    public required string Text { get; init; }
}
