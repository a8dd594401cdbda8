using System.Diagnostics.Metrics;
using static ActorMail.Telemetry.TelemetryNames;

namespace ActorMail.Telemetry;

/// <summary>
/// The instruments of one ActorMail; two in one process are told apart by the meter's scope. What is counted for each message is
/// only read here (<see cref="SendingCounts"/>), so nothing is built while mails go out.
/// </summary>
internal sealed class MailMeter : IDisposable
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<int> Counts = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    };

    public MailMeter()
    {
        Meter = new Meter(new MeterOptions(Source) { Scope = this });
        PostsPublished = new Total(Meter, Metrics.PostsPublished, "{post}", "Posts whose sending began.");
        PostChanges = Meter.CreateCounter<long>(Metrics.PostChanges, "{change}", "Changes of a post's status, by the new one.");
        PublishDuration = Meter.CreateHistogram(
            Metrics.PublishDuration, "s", "From a publish to its answer.", tags: null, advice: Seconds);
        RoundDuration = Meter.CreateHistogram(Metrics.RoundDuration, "s", "Commit of a round.", tags: null, advice: Seconds);
        RoundSize = Meter.CreateHistogram(
            Metrics.RoundSize, "{delivery}", "Outcomes and intents of a round.", tags: null, advice: Counts);
        SlicesLeased = new Total(Meter, Metrics.SlicesLeased, "{slice}", "Slices leased by this node.");
        SlicesTakenOver = new Total(
            Meter, Metrics.SlicesTakenOver, "{slice}", "Leased slices that an earlier holder had left.");
        SlicesLost = new Total(Meter, Metrics.SlicesLost, "{slice}", "Slices taken away from this node.");
        StoreFaults = new Total(Meter, Metrics.StoreFaults, "{fault}", "Failed attempts of the dispatcher to use the store.");
        SignUps = new SignUpFigures(Meter);
        Sending = new SendingCounts();
        SendingInstruments.AddTo(Meter, Sending);
        Meter.CreateObservableGauge(Metrics.StoreUp, () => StoreUp ? 1 : 0, "{store}", "1 while the store can be used.");
    }

    public Meter Meter { get; }

    public Total PostsPublished { get; }

    public Counter<long> PostChanges { get; }

    public Histogram<double> PublishDuration { get; }

    public Histogram<double> RoundDuration { get; }

    public Histogram<int> RoundSize { get; }

    public Total SlicesLeased { get; }

    public Total SlicesTakenOver { get; }

    public Total SlicesLost { get; }

    public Total StoreFaults { get; }

    public SignUpFigures SignUps { get; }

    public SendingCounts Sending { get; }

    public bool StoreUp { get; set; } = true;

    /// <summary>Adds an instrument that asks <paramref name="look"/> when somebody looks.</summary>
    public void Watch(string name, string unit, string description, Func<IEnumerable<Measurement<int>>> look) =>
        Meter.CreateObservableGauge(name, look, unit, description);

    public void Dispose() => Meter.Dispose();
}
