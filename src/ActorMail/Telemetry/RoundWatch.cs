using System.Diagnostics;
using ActorMail.Delivery;
using ActorMail.Posts;
using static ActorMail.Telemetry.TelemetryNames;

namespace ActorMail.Telemetry;

/// <summary>One round being committed: its time, its size, its outcomes, its place in the trace of the post it is for.</summary>
internal sealed class RoundWatch(Round round, Activity? span, long began, TimeProvider time)
{
    private const int MostLinks = 8;

    public Activity? Span => span;

    public static RoundWatch Begin(Round round, PostTraces traces, TimeProvider time) =>
        new(round, MailTraces.Wanted ? Trace(round, traces) : null, time.GetTimestamp(), time);

    public void Committed(RoundResult result, MailMeter meter)
    {
        meter.RoundDuration.Record(time.GetElapsedTime(began).TotalSeconds);
        meter.RoundSize.Record(round.Outcomes.Count + round.Requests.Count);
        meter.Sending.Count(round, result);
        span?.Dispose();
    }

    public void Failed(string why)
    {
        span?.SetStatus(ActivityStatusCode.Error, Masked.Addresses(why));
        span?.Dispose();
    }

    /// <summary>A round of several posts belongs to the first that is traced and is linked to the others.</summary>
    private static Activity? Trace(Round round, PostTraces traces)
    {
        List<ActivityContext> contexts = [.. Posts(round).Select(traces.ContextOf).OfType<ActivityContext>().Take(1 + MostLinks)];
        if (contexts.Count == 0) return null;
        var span = MailTraces.StartApart(Spans.Round, contexts[0], contexts.Skip(1).Select(context => new ActivityLink(context)));
        return span?.SetTag(Tags.Size, round.Outcomes.Count + round.Requests.Count);
    }

    private static IEnumerable<PostId> Posts(Round round) =>
        round.Requests.Select(request => request.Slice.Key.Post)
            .Concat(round.Outcomes.Select(outcome => outcome.Slice.Key.Post)).Distinct();
}
