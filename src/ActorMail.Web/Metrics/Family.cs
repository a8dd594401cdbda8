using System.Diagnostics.Metrics;

namespace ActorMail.Web.Metrics;

/// <summary>What one instrument has measured, for each set of labels.</summary>
internal sealed class Family(Instrument instrument)
{
    private readonly Lock _gate = new();
    private readonly List<Series> _series = [];
    private readonly double[]? _bounds = BoundsOf(instrument);

    /// <summary>An instrument that is asked tells everything anew.</summary>
    public void BeginLook()
    {
        if (!instrument.IsObservable) return;
        lock (_gate) _series.Clear();
    }

    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_gate)
        {
            var series = Find(labels);
            series.Sum += value;
            series.Count++;
            if (_bounds is null) return;
            var bucket = 0;
            while (bucket < _bounds.Length && value > _bounds[bucket]) bucket++;
            series.Buckets[bucket]++;
        }
    }

    public FamilyReading Read()
    {
        lock (_gate)
            return new FamilyReading(
                PrometheusName.Of(instrument), instrument.Description ?? "", PrometheusName.TypeOf(instrument), _bounds,
                [.. _series.Select(series => new SeriesReading(series.Labels, series.Sum, series.Count, [.. series.Buckets]))]);
    }

    private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        foreach (var known in _series)
            if (known.Has(labels)) return known;
        var series = new Series(labels.ToArray(), _bounds is null ? [] : new long[_bounds.Length + 1]);
        _series.Add(series);
        return series;
    }

    private static double[]? BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => [.. histogram.Advice?.HistogramBucketBoundaries ?? []],
        Histogram<int> histogram => [.. (histogram.Advice?.HistogramBucketBoundaries ?? []).Select(bound => (double)bound)],
        Histogram<long> histogram => [.. (histogram.Advice?.HistogramBucketBoundaries ?? []).Select(bound => (double)bound)],
        _ => null,
    };

    private sealed class Series(KeyValuePair<string, object?>[] labels, long[] buckets)
    {
        public KeyValuePair<string, object?>[] Labels => labels;

        public double Sum { get; set; }

        public long Count { get; set; }

        public long[] Buckets => buckets;

        public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
        {
            if (others.Length != labels.Length) return false;
            for (var at = 0; at < labels.Length; at++)
                if (labels[at].Key != others[at].Key || !Equals(labels[at].Value, others[at].Value)) return false;
            return true;
        }
    }
}

/// <param name="Bounds">Upper bounds of the buckets of a histogram; null for anything else.</param>
internal sealed record FamilyReading(
    string Name, string Help, string Type, IReadOnlyList<double>? Bounds, IReadOnlyList<SeriesReading> Series);

/// <param name="Sum">The value, of a counter or gauge.</param>
/// <param name="Buckets">How many measurements fell into each; one more than there are bounds.</param>
internal sealed record SeriesReading(
    IReadOnlyList<KeyValuePair<string, object?>> Labels, double Sum, long Count, IReadOnlyList<long> Buckets);
