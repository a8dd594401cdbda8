using ActorMail.Cluster;
using ActorMail.Embedded.Start;
using ActorMail.Hosting;
using ActorMail.Letters;
using ActorMail.Options;

namespace ActorMail.Node.Start;

/// <summary>The configuration, read and found sound.</summary>
/// <param name="Options">As configured.</param>
/// <param name="Door">Where readers and operators of this machine reach the node.</param>
/// <param name="Cluster">Null for a node of its own.</param>
/// <param name="Dkim">Read too.</param>
/// <param name="Confirmation">Read too; null for the default words.</param>
internal sealed record NodeConfiguration(
    ActorMailOptions Options, Uri Door, ClusterSettings? Cluster, SigningKeys Dkim, ConfirmationText? Confirmation)
{
    /// <summary>The actor system's name; nodes of one cluster share it.</summary>
    public string SystemName => Cluster is null ? new ClusterOptions().Name : Options.Cluster.Name;

    /// <summary>False when the DevInbox stands in for a relay, which it does on a node of its own only.</summary>
    public bool SendsToRelays => Cluster is not null || Options.Relays.Count > 0;

    /// <summary>It answers the API and shows the pages.</summary>
    public bool IsWeb => Cluster is null || Cluster.Roles.Contains(ClusterSettings.Web);

    /// <summary>Reads it or refuses the start, naming every wrong key at once; touches nothing.</summary>
    public static NodeConfiguration Read(IConfiguration configuration, NodeArguments arguments)
    {
        var read = OptionsReader.Read(
            configuration.GetSection(ActorMailOptions.Section).AsEnumerable(makePathsRelative: true));
        var addresses = ListeningAddress.Read(configuration.AsEnumerable());
        if (addresses is [{ Text: ListeningAddress.Default }]) configuration["urls"] = ListeningAddress.Default;
        var (tls, certificateFaults) = ClusterCertificates.Read(read.Options.Cluster, TimeProvider.System.GetUtcNow());
        var dkim = SigningKeys.Read(read.Options);
        var confirmation = ConfirmationFile.Read(read.Options.SignUp);
        List<OptionFault> faults =
        [
            .. read.Faults, .. ListeningAddress.Check(addresses, read.Options), .. PostgresText.Check(read.Options.Database),
            .. certificateFaults, .. dkim.Faults, .. confirmation.Faults,
            .. OperatorsHocon.Check(configuration.GetSection(OperatorsHocon.Section).AsEnumerable(makePathsRelative: true)),
        ];
        if (arguments.Demo && read.Options.Relays.Count > 0)
            faults.Add(new OptionFault(
                $"{ActorMailOptions.Section}:Relays", "the demo sends to no relay: leave them out for it"));
        if (arguments.Demo && read.Options.Cluster.Enabled)
            faults.Add(new OptionFault(
                $"{ActorMailOptions.Section}:Cluster:Enabled", "the demo runs on a node of its own: leave it out for it"));
        if (faults.Count > 0)
            throw new StartRefused(StartRefused.Configuration,
                [.. faults.DistinctBy(fault => fault.Path).Select(fault => fault.ToString())]);
        return new NodeConfiguration(read.Options, addresses[0].Link ?? new Uri(read.Options.PublicUrl!),
            read.Options.ToCluster(tls), dkim, confirmation.Text);
    }
}
