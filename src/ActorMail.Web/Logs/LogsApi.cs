using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Logs;

/// <summary>The answering node's log: its newest lines, and a stream that goes on.</summary>
internal static class LogsApi
{
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(15);

    public static void MapLogs(this IEndpointRouteBuilder api)
    {
        api.MapGet("/logs", Read).WithTags("Logs").WithName("ReadLogs").RequireAuthorization(Roles.Admin)
            .WithSummary("The answering node's newest log lines, the oldest first; 'after' reads on, 'level' says which at least.");
        api.MapGet("/logs/events", Follow).WithTags("Logs").WithName("FollowLogs").RequireAuthorization(Roles.Admin)
            .WithSummary("Events 'line', one for each log line, without an end; 'after' begins after a line's number.");
    }

    private static Results<Ok<LogPageJson>, ValidationProblem> Read(
        LogRing ring, string? after = null, string? level = null, string? limit = null)
    {
        var faults = new FieldFaults();
        var (from, least) = (NumberOf(after, faults), LevelOf(level, faults));
        if (!Paging.TryLimit(limit, out var most)) faults.Add("limit", Paging.LimitFault);
        if (!faults.None) return faults.Problem();
        var (lines, last, _) = ring.Read(from, least, most);
        return TypedResults.Ok(new LogPageJson(lines, last));
    }

    private static Results<ServerSentEventsResult<LogLine>, ValidationProblem> Follow(
        LogRing ring, TimeProvider time, HttpRequest request, CancellationToken cancel, string? after = null, string? level = null)
    {
        var faults = new FieldFaults();
        var from = NumberOf(after ?? request.Headers["Last-Event-ID"], faults);
        var least = LevelOf(level, faults);
        return faults.None ? TypedResults.ServerSentEvents(LinesAsync(ring, from, least, time, cancel)) : faults.Problem();
    }

    /// <summary>A line at once when there is one; an "alive" at first and then when there is none, so that a dead link is noticed.</summary>
    private static async IAsyncEnumerable<SseItem<LogLine>> LinesAsync(
        LogRing ring, long? after, LogLevel least, TimeProvider time, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return new SseItem<LogLine>(LogLine.None, "alive");
        while (!cancel.IsCancellationRequested)
        {
            var (lines, last, news) = ring.Read(after, least, LogRing.Kept);
            foreach (var line in lines) yield return new SseItem<LogLine>(line, "line") { EventId = $"{line.No}" };
            after = last;
            if (await HappensAsync(news, time, cancel)) continue;
            if (!cancel.IsCancellationRequested) yield return new SseItem<LogLine>(LogLine.None, "alive");
        }
    }

    private static async Task<bool> HappensAsync(Task news, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await news.WaitAsync(Alive, time, cancel);
            return true;
        }
        catch (Exception quiet) when (quiet is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private static long? NumberOf(string? text, FieldFaults faults)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (long.TryParse(text, out var number) && number >= 0) return number;
        faults.Add("after", "must be the number of a line");
        return null;
    }

    private static LogLevel LevelOf(string? text, FieldFaults faults)
    {
        if (text is null) return LogLevel.Information;
        if (Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && level is >= LogLevel.Information and < LogLevel.None
            && !char.IsAsciiDigit(text[0])) return level;
        faults.Add("level", "is none of information, warning, error and critical");
        return LogLevel.Information;
    }
}

/// <summary>The answer of <c>GET /api/logs</c>.</summary>
/// <param name="Next">Goes into 'after' to read on.</param>
internal sealed record LogPageJson(IReadOnlyList<LogLine> Lines, long Next);
