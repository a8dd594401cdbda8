using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Logs;

/// <summary>Follows a node's log over broken links and restarts of the node; ends with the command only.</summary>
internal static class LogFollowing
{
    /// <summary>The node says every 15 s that it lives.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Call call, string? level, long after, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await foreach (var line in LinesAsync(call, level, after, cancel))
                {
                    LogText.Print(call, line);
                    call.Shell.Flush();
                    after = line.No;
                }

                call.Shell.Say("the node ended the log; waiting for it");
            }
            catch (CommandEnded ended) when (ended.MayPass)
            {
                call.Shell.Say(ended.Message);
            }

            await Task.Delay(Pause, call.Shell.Time, cancel);
        }
    }

    private static async IAsyncEnumerable<LogLine> LinesAsync(
        Call call, string? level, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var path = NodePath.Of(
            $"api/logs/events", ("after", after.ToString(CultureInfo.InvariantCulture)), ("level", level));
        var request = NodeRequest.Get(path) with { Accept = "text/event-stream", Patience = Quiet };
        await using var answer = await call.Node.OpenAsync(request, cancel);
        if (answer.ContentType?.MediaType != request.Accept) throw call.Node.NotUnderstood();
        await foreach (var item in SseParser.Create(answer).EnumerateAsync(cancel))
            if (item.EventType == "line") yield return Understand(call.Node, item.Data);
    }

    private static LogLine Understand(NodeClient node, string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, NodeJson.Default.LogLine) ?? throw node.NotUnderstood();
        }
        catch (JsonException)
        {
            throw node.NotUnderstood();
        }
    }
}
