using ActorMail.Delivery;

namespace ActorMail.Cluster;

/// <summary>A node of its own shows itself.</summary>
internal sealed class SingleNodeWatch(string node, SendingFigures figures) : IClusterWatch
{
    public Task<ClusterView> LookAsync(CancellationToken cancel) => Task.FromResult(new ClusterView(
        false, node, true,
        [
            new MemberView(
                node, "up", true, true, true, [ClusterSettings.Web, ClusterSettings.Mailer], figures.SlicesHeld, figures.MailsPerSecond),
        ]));

    public Task<ClusterAnswer> LeaveAsync(string address, CancellationToken cancel) => Task.FromResult(ClusterAnswer.NoCluster);

    public Task<ClusterAnswer> DownAsync(string address, CancellationToken cancel) => Task.FromResult(ClusterAnswer.NoCluster);
}
