using System.Diagnostics.Metrics;
using static ActorMail.Telemetry.TelemetryNames;

namespace ActorMail.Telemetry;

/// <summary>The instruments that only read what the dispatcher has counted.</summary>
internal static class SendingInstruments
{
    public static void AddTo(Meter meter, SendingCounts counts)
    {
        meter.CreateObservableCounter(
            Metrics.Deliveries, () => Outcomes(counts), "{delivery}", "Deliveries by relay and outcome; returned: came back unsent.");
        meter.CreateObservableCounter(
            Metrics.RelayFailures, () => counts.Relays.SelectMany(relay => relay.Failures.Select(failure =>
                Measured(failure.Count, (Tags.Relay, relay.Relay), (Tags.Kind, failure.Kind)))),
            "{failure}", "Sessions that could not be opened.");
        Gauge(Metrics.InFlight, "{message}", "Messages on the wire.", relay => relay.Standing.InFlight);
        Gauge(Metrics.RelayConnections, "{connection}", "SMTP sessions open.", relay => relay.Standing.Open);
        Gauge(Metrics.RelayConnectionsAllowed, "{connection}", "SMTP sessions allowed.", relay => relay.Standing.Allowed);
        Gauge(Metrics.RelayBackingOff, "{mailer}", "Mailers waiting for their back-off.", relay => relay.Standing.BackingOff);
        Gauge(Metrics.RelayUp, "{relay}", "0 from a failed connection until one is open again.", relay => relay.Up ? 1 : 0);
        meter.CreateObservableGauge(
            Metrics.Waiting, () => counts.Waiting, "{delivery}", "Recipients of the slices held whose turn has not come.");
        meter.CreateObservableGauge(Metrics.SlicesHeld, () => counts.SlicesHeld, "{slice}", "Slices leased to this node now.");

        void Gauge(string name, string unit, string description, Func<RelayCounts, int> value) => meter.CreateObservableGauge(
            name, () => counts.Relays.Select(relay => Measured(value(relay), (Tags.Relay, relay.Relay))), unit, description);
    }

    private static IEnumerable<Measurement<long>> Outcomes(SendingCounts counts) => counts.Relays
        .SelectMany(relay => relay.Outcomes.Where(outcome => outcome.Outcome is not ("skipped" or "cancelled"))
            .Select(outcome => Measured(outcome.Count, (Tags.Relay, relay.Relay), (Tags.Outcome, outcome.Outcome))))
        .Append(Measured(counts.Skipped, (Tags.Relay, ""), (Tags.Outcome, "skipped")));

    private static Measurement<T> Measured<T>(T value, params ReadOnlySpan<(string Name, string Value)> tags) where T : struct
    {
        var made = new KeyValuePair<string, object?>[tags.Length];
        for (var at = 0; at < tags.Length; at++) made[at] = new(tags[at].Name, tags[at].Value);
        return new Measurement<T>(value, made);
    }
}
