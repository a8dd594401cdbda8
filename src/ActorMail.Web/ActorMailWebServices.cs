using ActorMail.Web.Access;
using ActorMail.Web.Guest;
using ActorMail.Web.Logs;
using ActorMail.Web.Metrics;
using ActorMail.Web.Migration;
using ActorMail.Web.OpenApi;
using ActorMail.Web.Problems;
using ActorMail.Web.SignUps;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web;

/// <summary>What the door needs from the container, besides ActorMail itself.</summary>
internal static class ActorMailWebServices
{
    /// <summary>For a host whose whole site it is: adds API keys, problem details, health checks and the OpenAPI document.</summary>
    public static IServiceCollection AddActorMailWeb(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddHealthChecks();
        services.AddActorMailAccess();
        services.AddActorMailDocument();
        services.AddSingleton<NewSecret>();
        services.AddSingleton<MeterReading>();
        services.AddSingleton<LogRing>();
        services.AddSingleton<ILoggerProvider, RingLoggerProvider>();
        services.AddTransient<IStartupFilter, ProblemsEverywhere>();
        return services.AddDoor(_ => new DoorManners(Keyless.LocalNames, WholeSite: true));
    }

    /// <summary>For an application where it is a guest: nothing of the application's own answers changes.</summary>
    public static IServiceCollection AddActorMailGuestDoor(this IServiceCollection services) => services.AddDoor(provider =>
        new DoorManners(
            provider.GetService<IHostEnvironment>()?.IsDevelopment() == true ? Keyless.LocalConnections : Keyless.Nobody,
            WholeSite: false));

    private static IServiceCollection AddDoor(this IServiceCollection services, Func<IServiceProvider, DoorManners> manners) =>
        services.AddSingleton(manners).AddSingleton<KeyRing>().AddSingleton<Failures>().AddSingleton<DoorPlace>()
            .AddSingleton<CallerNetwork>().AddSingleton<SignUpGate>();
}
