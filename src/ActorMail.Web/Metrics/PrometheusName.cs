using System.Diagnostics.Metrics;

namespace ActorMail.Web.Metrics;

/// <summary>An instrument's name in Prometheus, by the rules of OpenTelemetry: unit as suffix, <c>_total</c> on counters.</summary>
internal static class PrometheusName
{
    public static string Of(Instrument instrument) =>
        Of(instrument.Name, instrument.Unit, TypeOf(instrument) == "counter");

    public static string Of(string name, string? unit, bool counts)
    {
        var written = Clean(name);
        if (Suffix(unit) is { } suffix && !written.EndsWith(suffix, StringComparison.Ordinal)) written += suffix;
        return counts && !written.EndsWith("_total", StringComparison.Ordinal) ? written + "_total" : written;
    }

    public static string TypeOf(Instrument instrument)
    {
        var kind = instrument.GetType();
        var open = kind.IsGenericType ? kind.GetGenericTypeDefinition() : kind;
        return open == typeof(Counter<>) || open == typeof(ObservableCounter<>) ? "counter"
            : open == typeof(Histogram<>) ? "histogram"
            : "gauge";
    }

    public static string Clean(string name) =>
        string.Create(name.Length, name, static (characters, name) =>
        {
            for (var at = 0; at < name.Length; at++)
                characters[at] = char.IsAsciiLetterOrDigit(name[at]) && (at > 0 || !char.IsAsciiDigit(name[at])) ? name[at] : '_';
        });

    /// <summary>What stands in braces counts things and is no unit.</summary>
    private static string? Suffix(string? unit) => unit switch
    {
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "By" => "_bytes",
        "1" => "_ratio",
        _ => null,
    };
}
