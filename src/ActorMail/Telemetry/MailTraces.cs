using System.Diagnostics;
using ActorMail.Relays;
using static ActorMail.Telemetry.TelemetryNames;

namespace ActorMail.Telemetry;

/// <summary>Spans of the trace that begins with a publish. Without a listener all of it is one look at a field.</summary>
internal static class MailTraces
{
    private static readonly ActivitySource Spanning = new(Source);

    public static bool Wanted => Spanning.HasListeners();

    /// <summary>The traceparent to send along with a message; null when nobody listens.</summary>
    public static string? Current => Wanted ? Activity.Current?.Id : null;

    /// <summary>The span a trace begins with, within whatever runs now.</summary>
    public static Activity? Begin(string name, ActivityKind kind)
    {
        // ASP.NET Core makes one for its logs although nobody traces requests; under it nothing would ever be sampled.
        if (Activity.Current is { Recorded: false, HasRemoteParent: false, Source.Name: "" } && Wanted) Activity.Current = null;
        return Spanning.StartActivity(name, kind);
    }

    /// <summary>A span of the trace a message came with; none without one, so that no trace begins in the middle.</summary>
    public static Activity? Follow(string name, string? trace, ActivityKind kind = ActivityKind.Internal) =>
        trace is not null && Wanted && ActivityContext.TryParse(trace, null, isRemote: true, out var parent)
            ? Spanning.StartActivity(name, kind, parent)
            : null;

    /// <summary>A span that ends elsewhere: what runs now goes on as if there were none.</summary>
    public static Activity? StartApart(string name, ActivityContext parent, IEnumerable<ActivityLink> links)
    {
        var before = Activity.Current;
        var span = Spanning.StartActivity(name, ActivityKind.Internal, parent, links: links);
        Activity.Current = before;
        return span;
    }

    /// <summary>The span of one message of one session, under the round that granted it.</summary>
    public static Activity? StartSend(Activity? round, int slot, string relay, int attempt)
    {
        if (round is null) return null;
        var span = Spanning.StartActivity(Spans.Send, ActivityKind.Client, round.Context);
        return span?.SetTag(Tags.Relay, relay).SetTag(Tags.Slot, slot).SetTag(Tags.Attempt, attempt);
    }

    /// <summary>Notes how the message ended, without the reply's words: they may name the reader.</summary>
    public static void EndSend(Activity? span, SendResult result)
    {
        if (span is null) return;
        span.SetTag(Tags.Outcome, result.GetType().Name.ToLowerInvariant());
        if (result is not SendResult.Accepted) span.SetStatus(ActivityStatusCode.Error);
    }
}
