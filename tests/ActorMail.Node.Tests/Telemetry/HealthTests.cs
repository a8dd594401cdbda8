using ActorMail.Node.Health;
using Akka.Actor;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorMail.Node.Tests.Telemetry;

public sealed class HealthTests
{
    [Fact]
    public async Task A_node_whose_actors_have_ended_is_not_alive()
    {
        using var system = ActorSystem.Create("health", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        ActorsHealth health = new(system);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new HealthCheckContext(), default)).Status);
        await system.Terminate();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(new HealthCheckContext(), default)).Status);
    }
}
