using ActorMail.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Web.Metrics;

/// <summary>The node's figures for Prometheus: open on loopback without keys, else behind a read key.</summary>
internal static class MetricsApi
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        // Made now: what happens before somebody looks is counted too.
        var reading = app.ServiceProvider.GetRequiredService<MeterReading>();
        app.MapGet("/metrics", () => TypedResults.Text(PrometheusText.Of(reading.Read()), ContentType))
            .RequireAuthorization(Roles.Read).ExcludeFromDescription();
    }
}
