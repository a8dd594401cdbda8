using System.Diagnostics.Metrics;

namespace ActorMail.Telemetry;

/// <summary>A <see cref="Total"/> for each value of one label: they are those of an enum, so that they are few and known.</summary>
internal sealed class Totals<TValue> where TValue : struct, Enum
{
    private static readonly TValue[] Values = Enum.GetValues<TValue>();
    private readonly long[] _counts = new long[Values.Length];

    public Totals(Meter meter, string name, string unit, string description, string label)
    {
        KeyValuePair<string, object?>[] labels = [.. Values.Select(value => KeyValuePair.Create<string, object?>(label, Word(value)))];
        meter.CreateObservableCounter(
            name, () => Values.Zip(labels, (value, tag) => new Measurement<long>(Of(value), tag)), unit, description);
    }

    public void Add(TValue value) => Interlocked.Increment(ref _counts[Array.IndexOf(Values, value)]);

    public long Of(TValue value) => Volatile.Read(ref _counts[Array.IndexOf(Values, value)]);

    private static string Word(TValue value) => value.ToString().ToLowerInvariant();
}
