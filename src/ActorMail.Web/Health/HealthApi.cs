using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorMail.Web.Health;

/// <summary>Whether the process answers and lives (<c>/healthz</c>: the checks tagged "live") and whether it can work (<c>/readyz</c>: the checks tagged "ready").</summary>
internal static class HealthApi
{
    public const string Ready = "ready";
    public const string Live = "live";

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz", Options(check => check.Tags.Contains(Live))).AllowAnonymous();
        app.MapHealthChecks("/readyz", Options(check => check.Tags.Contains(Ready))).AllowAnonymous();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> which) =>
        new() { Predicate = which, ResponseWriter = WriteAsync };

    /// <summary>Names, states and the reasons the checks give; what an exception says is for the log.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = Word(report.Status),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)),
            reasons = report.Entries
                .Where(entry => entry.Value is { Exception: null, Description: not null, Status: not HealthStatus.Healthy })
                .ToDictionary(entry => entry.Key, entry => entry.Value.Description),
        }));
    }

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
