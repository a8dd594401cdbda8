using ActorMail.Options;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace ActorMail.Node.Start;

/// <summary>Sends traces, metrics and logs by OTLP, if somebody wishes it: our own key, or the standard OTEL_ variables.</summary>
internal static class OtlpExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string Source = "ActorMail";

    public static IServiceCollection AddOtlpExport(this IServiceCollection services, OtlpOptions otlp, IConfiguration configuration)
    {
        // Said in the exporter's own words, so that every other OTEL_ variable (headers, intervals, sampler) goes on working.
        if (!string.IsNullOrWhiteSpace(otlp.Endpoint))
        {
            configuration[Endpoint] = otlp.Endpoint;
            configuration[Protocol] = otlp.Protocol;
        }

        if (string.IsNullOrWhiteSpace(configuration[Endpoint])) return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration[ServiceName] ?? "actormail"))
            .WithTracing(tracing => tracing.AddSource(Source))
            .WithMetrics(metrics => metrics.AddMeter(Source))
            .UseOtlpExporter();
        return services;
    }
}
