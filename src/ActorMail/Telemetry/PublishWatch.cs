using System.Diagnostics;
using static ActorMail.Telemetry.TelemetryNames;

namespace ActorMail.Telemetry;

/// <summary>One publish, from the call to its answer: its time, and the span its trace begins with.</summary>
internal readonly struct PublishWatch(MailMeter meter, TimeProvider time) : IDisposable
{
    private readonly long _began = time.GetTimestamp();
    private readonly Activity? _span = MailTraces.Begin(Spans.Publish, ActivityKind.Producer);

    public void Dispose()
    {
        meter.PublishDuration.Record(time.GetElapsedTime(_began).TotalSeconds);
        _span?.Dispose();
    }
}
