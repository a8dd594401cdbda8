using ActorMail.Delivery;

namespace ActorMail.Cluster;

/// <summary>A node of its own: it shows itself, and there is nobody to leave or to be declared dead.</summary>
internal sealed class LoneNode(EngineSettings settings, IMailerWatch mailers) : IClusterWatch
{
    private static readonly IReadOnlyList<string> Both = [ClusterSettings.Web, ClusterSettings.Mailer];

    public async Task<ClusterView> LookAsync(CancellationToken cancel)
    {
        var sending = await mailers.LookAsync(cancel);
        var self = new MemberView(
            settings.NodeName, "up", Reachable: true, Leader: true, Oldest: true, Both, sending.SlicesHeld, MailsPerSecond: null);
        return new ClusterView(Enabled: false, self.Address, Whole: true, [self]);
    }

    public Task<ClusterAnswer> LeaveAsync(string address, CancellationToken cancel) => Task.FromResult(ClusterAnswer.NoCluster);

    public Task<ClusterAnswer> DownAsync(string address, CancellationToken cancel) => Task.FromResult(ClusterAnswer.NoCluster);
}
