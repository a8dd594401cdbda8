using Akka.Actor;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorMail.Node.Health;

/// <summary>Alive means: the actors run. A process whose actor system has ended can only be started anew.</summary>
internal sealed class ActorsHealth(ActorSystem system) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel) => Task.FromResult(
        system.WhenTerminated.IsCompleted ? HealthCheckResult.Unhealthy("The actors have ended.") : HealthCheckResult.Healthy());
}
