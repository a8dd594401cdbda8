using System.CommandLine;
using System.Globalization;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Logs;

/// <summary>Shows the newest lines of a node's log, and goes on with those to come.</summary>
internal sealed class LogsCommand : Verb
{
    private readonly Option<bool> _follow = new("--follow") { Description = "Goes on with the lines to come, until Ctrl-C." };
    private readonly Option<string> _level = new("--level")
    {
        Description = "information (default), warning, error or critical, and above.",
    };

    private readonly WholeNumberOption _limit = new("--limit", "So many of the newest at most; default 100.", "N");

    public LogsCommand() : base(
        "logs", "Shows the log of the node that answers; needs an admin key.", "actormail logs --level warning", "actormail logs --follow")
    {
        Add(_follow);
        Add(_level);
        Add(_limit);
        _level.AcceptOnlyFromAmong("information", "warning", "error", "critical");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var level = call.Value(_level);
        var limit = call.Value(_limit)?.ToString(CultureInfo.InvariantCulture);
        var request = NodeRequest.Get(NodePath.Of($"api/logs", ("level", level), ("limit", limit)));
        if (!call.Value(_follow))
        {
            var all = await call.AskAsync(request, NodeJson.Default.LogPage, cancel);
            call.Tell(all.Lines.Select(LogText.Of));
            return ExitCode.Done;
        }

        var (_, page) = await call.Node.AskAsync(request, NodeJson.Default.LogPage, cancel);
        foreach (var line in page.Lines) LogText.Print(call, line);
        call.Shell.Flush();
        await LogFollowing.RunAsync(call, level, page.Next, cancel);
        return ExitCode.Done;
    }
}
