using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using ActorMail.Telemetry;
using ActorMail.Web.Metrics;
using Microsoft.Extensions.Logging;

namespace ActorMail.Node.Tests.Telemetry;

/// <summary>docs/telemetry.md and the code have the same names: one that misses in either place fails here.</summary>
public partial class DocumentedNamesTests
{
    [Fact]
    public void Every_metric_is_in_the_table_and_every_line_of_the_table_is_a_metric() =>
        Assert.Equal(Constants(typeof(TelemetryNames.Metrics)), Cells("Metrics", 0));

    [Fact]
    public void Every_span_is_in_the_table_and_every_line_of_the_table_is_a_span() =>
        Assert.Equal(Constants(typeof(TelemetryNames.Spans)), Cells("Traces", 0));

    [Fact]
    public void Every_label_of_the_tables_is_a_known_one()
    {
        var known = Constants(typeof(TelemetryNames.Tags)).Append("").ToHashSet();
        var told = TelemetryDocument.Rows("Metrics").Select(row => row[3]).Concat(TelemetryDocument.Rows("Traces").Select(row => row[2]))
            .SelectMany(cell => cell.Split(',').Select(Bare)).ToHashSet();
        Assert.Subset(known, told);
        Assert.Empty(Constants(typeof(TelemetryNames.Tags)).Except(told));
    }

    [Fact]
    public void Every_event_is_in_the_table_with_its_number()
    {
        var events = typeof(EngineEvents).GetFields().Select(field => (EventId)field.GetValue(null)!).ToList();
        Assert.Equal(
            events.Select(known => $"{known.Id} {known.Name}").Order(StringComparer.Ordinal),
            TelemetryDocument.Rows("Logs").Select(row => $"{Bare(row[0])} {Bare(row[1])}").Order(StringComparer.Ordinal));
        Assert.Equal(events.Count, events.Select(known => known.Id).Distinct().Count());
    }

    /// <summary>The Prometheus names of the table are those the instruments really get.</summary>
    [Fact]
    public void The_names_in_Prometheus_are_those_of_the_instruments()
    {
        var told = TelemetryDocument.Rows("Metrics").ToDictionary(row => Bare(row[0]), row => Bare(row[1]));
        using MailMeter meter = new();
        Dictionary<string, string> made = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter, meter.Meter)) made[instrument.Name] = PrometheusName.Of(instrument);
        };
        listener.Start();
        Assert.NotEmpty(made);
        Assert.All(made, pair => Assert.Equal(told[pair.Key], pair.Value));
    }

    /// <summary>What a dashboard or an alert asks for exists.</summary>
    [Theory]
    [InlineData("deploy/grafana/actormail.json")]
    [InlineData("deploy/prometheus/actormail.rules.yaml")]
    public void Dashboard_and_alerts_use_only_names_of_the_table(string file)
    {
        var used = Used().Matches(File.ReadAllText(Path.Combine(TelemetryDocument.Root, file))).Select(match => match.Value).ToHashSet();
        var known = TelemetryDocument.Rows("Metrics").Select(row => Bare(row[1]))
            .SelectMany(name => new[] { name, name + "_bucket", name + "_sum", name + "_count" }).ToHashSet();
        Assert.NotEmpty(used);
        Assert.Subset(known, used);
    }

    private static IEnumerable<string> Cells(string section, int column) =>
        TelemetryDocument.Rows(section).Select(row => Bare(row[column])).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Constants(Type names) => names.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal);

    private static string Bare(string cell) => cell.Trim().Trim('`');

    [GeneratedRegex(@"\bactormail_[a-z_]+")]
    private static partial Regex Used();
}
