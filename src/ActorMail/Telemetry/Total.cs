using System.Diagnostics.Metrics;

namespace ActorMail.Telemetry;

/// <summary>A counter that is there from the start, at 0: an alert on its growth sees the first one too.</summary>
internal sealed class Total
{
    private long _count;

    public Total(Meter meter, string name, string unit, string description) =>
        meter.CreateObservableCounter(name, () => Volatile.Read(ref _count), unit, description);

    public void Add() => Interlocked.Increment(ref _count);
}
