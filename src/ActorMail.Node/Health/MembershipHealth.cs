using ActorMail.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorMail.Node.Health;

/// <summary>Ready means: the cluster takes this node for a member in good order. A node of its own always is.</summary>
internal sealed class MembershipHealth(IClusterHealth cluster) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel) =>
        Task.FromResult(cluster.Fault is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy());
}
