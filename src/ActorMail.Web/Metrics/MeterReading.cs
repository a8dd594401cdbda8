using System.Diagnostics.Metrics;
using ActorMail.Telemetry;

namespace ActorMail.Web.Metrics;

/// <summary>
/// Listens to this ActorMail's meter and to the runtime's, and adds up. An instrument finds its sums by the listener's own state, so a
/// measurement costs no search but for its labels.
/// </summary>
internal sealed class MeterReading : IDisposable
{
    private const string Runtime = "System.Runtime";
    private readonly Lock _gate = new();
    private readonly List<Family> _families = [];
    private readonly MeterListener _listener = new();

    public MeterReading(MailMeter own)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var meter = instrument.Meter;
            if (!ReferenceEquals(meter, own.Meter) && (meter.Name != Runtime || meter.Scope is not null)) return;
            var family = new Family(instrument);
            lock (_gate) _families.Add(family);
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => ((Family)family!).Add((double)value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it is now.</summary>
    public IReadOnlyList<FamilyReading> Read()
    {
        lock (_gate)
        {
            foreach (var family in _families) family.BeginLook();
            _listener.RecordObservableInstruments();
            return [.. _families.Select(family => family.Read()).OrderBy(family => family.Name, StringComparer.Ordinal)];
        }
    }

    public void Dispose() => _listener.Dispose();
}
