using System.Globalization;
using System.Text;

namespace ActorMail.Web.Metrics;

/// <summary>Prometheus's text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public static string Of(IEnumerable<FamilyReading> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            if (family.Series.Count == 0) continue;
            if (family.Help.Length > 0) text.Append($"# HELP {family.Name} {Escaped(family.Help, false)}\n");
            text.Append($"# TYPE {family.Name} {family.Type}\n");
            foreach (var series in family.Series)
            {
                if (family.Bounds is { } bounds) Histogram(text, family.Name, bounds, series);
                else Line(text, family.Name, series.Labels, null, Number(series.Sum));
            }
        }

        return text.ToString();
    }

    private static void Histogram(StringBuilder text, string name, IReadOnlyList<double> bounds, SeriesReading series)
    {
        var below = 0L;
        for (var bucket = 0; bucket < bounds.Count; bucket++)
            Line(text, name + "_bucket", series.Labels, Number(bounds[bucket]), Number(below += series.Buckets[bucket]));
        Line(text, name + "_bucket", series.Labels, "+Inf", Number(series.Count));
        Line(text, name + "_sum", series.Labels, null, Number(series.Sum));
        Line(text, name + "_count", series.Labels, null, Number(series.Count));
    }

    private static void Line(
        StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, object?>> labels, string? bound, string value)
    {
        text.Append(name);
        var written = labels.Select(label => (Name: PrometheusName.Clean(label.Key), Value: label.Value?.ToString() ?? ""));
        if (bound is not null) written = written.Append(("le", bound));
        var all = string.Join(',', written.Select(label => $"{label.Name}=\"{Escaped(label.Value, true)}\""));
        if (all.Length > 0) text.Append('{').Append(all).Append('}');
        text.Append(' ').Append(value).Append('\n');
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string text, bool quoted)
    {
        var escaped = text.Replace("\\", "\\\\").Replace("\n", "\\n");
        return quoted ? escaped.Replace("\"", "\\\"") : escaped;
    }
}
