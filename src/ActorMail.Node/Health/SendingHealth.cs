using ActorMail.Delivery;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorMail.Node.Health;

/// <summary>
/// Ready means: what is published can be stored, and the node is not on its way out. A relay may be down.
/// </summary>
internal sealed class SendingHealth(IMailerWatch watch, IHostApplicationLifetime life) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel)
    {
        if (life.ApplicationStopping.IsCancellationRequested)
            return HealthCheckResult.Unhealthy("The node is stopping.");
        var state = await watch.LookAsync(cancel);
        return state.StoreFault is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(state.StoreFault);
    }
}
