using ActorMail.Web.Access;
using ActorMail.Web.Logs;
using ActorMail.Web.Metrics;
using ActorMail.Web.Migration;
using ActorMail.Web.OpenApi;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web;

/// <summary>What the door needs from the container, besides ActorMail itself.</summary>
public static class ActorMailWebServices
{
    /// <summary>Adds API keys, problem details, health checks and the OpenAPI document.</summary>
    public static IServiceCollection AddActorMailWeb(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddHealthChecks();
        services.AddActorMailAccess();
        services.AddActorMailDocument();
        services.AddSingleton<Failures>();
        services.AddSingleton<NewSecret>();
        services.AddSingleton<MeterReading>();
        services.AddSingleton<LogRing>();
        services.AddSingleton<ILoggerProvider, RingLoggerProvider>();
        services.AddTransient<IStartupFilter, ProblemsEverywhere>();
        return services;
    }
}
