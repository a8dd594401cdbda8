using ActorMail.Cluster;
using ActorMail.Options;

namespace ActorMail.Tests.Options;

public sealed class A_sound_cluster_becomes_settings
{
    private static readonly string[] Clustered =
    [
        "Cluster:Enabled=true", "Database:Provider=postgresql",
        "Database:ConnectionString=Host=/run/postgresql;Database=actormail;Username=me",
    ];

    [Fact]
    public void A_node_of_its_own_has_none() => Assert.Null(Section.Read("Cluster:Port=5000").Options.ToCluster(null));

    [Fact]
    public void Nothing_but_the_database_and_a_relay_is_needed()
    {
        var settings = Read().ToCluster(null);
        Assert.NotNull(settings);
        Assert.Equal(("127.0.0.1", 4053), (settings.Hostname, settings.Port));
        Assert.Empty(settings.SeedNodes);
        Assert.Equal([ClusterSettings.Web, ClusterSettings.Mailer], settings.Roles);
        Assert.Null(settings.Tls);
    }

    [Fact]
    public void A_node_that_only_answers_needs_no_relay_but_the_others_name_and_url()
    {
        string[] web = [.. Clustered, "Cluster:Roles=web"];
        Assert.Equal(["ActorMail:From", "ActorMail:PublicUrl"], Section.Read(web).Faults.Select(fault => fault.Path));
        Assert.Empty(Section.Read([.. web, "From=news@example.org", "PublicUrl=https://news.example.org"]).Faults);
    }

    [Fact]
    public void Seeds_become_whole_addresses_of_this_cluster() => Assert.Equal(
        ["akka.tcp://north@10.0.0.1:4053", "akka.tcp://north@mail-2.example.org:4054", "akka.tcp://north@[::1]:4055"],
        Read("Cluster:Name=north", "Cluster:SeedNodes:0=10.0.0.1:4053", "Cluster:SeedNodes:2=[::1]:4055",
            "Cluster:SeedNodes:1=akka.tcp://north@mail-2.example.org:4054").ToCluster(null)!.SeedNodes);

    [Fact]
    public void With_tls_seeds_are_reached_by_tls() => Assert.Equal(
        ["akka.ssl.tcp://actormail@10.0.0.1:4053"],
        Read("Cluster:SeedNodes:0=10.0.0.1:4053", "Cluster:Tls:Certificate=a", "Cluster:Tls:Key=b", "Cluster:Tls:Authority=c")
            .ToCluster(null)!.SeedNodes);

    [Theory]
    [InlineData("web", "Cluster:Roles=Web")]
    [InlineData("mailer,web", "Cluster:Roles=mailer, web, mailer")]
    [InlineData("web,mailer", "Cluster:Roles=")]
    [InlineData("mailer", "Cluster:Roles:0=mailer")]
    [InlineData("web,mailer", "Cluster:Roles:0=web", "Cluster:Roles:1=mailer")]
    public void Roles_may_be_a_list_or_a_text(string roles, params string[] lines) =>
        Assert.Equal(roles.Split(','), Read(lines).ToCluster(null)!.Roles);

    [Fact]
    public void They_reach_the_engine()
    {
        var (options, cluster) = (Read("Cluster:Port=0"), Read("Cluster:Port=0").ToCluster(null));
        Assert.Same(cluster, options.ToEngine("node", options.ToRelays(), cluster).Cluster);
        Assert.Equal(0, cluster!.Port);
    }

    private static ActorMailOptions Read(params string[] lines)
    {
        var read = Section.ReadRelayed([.. Clustered, .. lines]);
        Assert.Empty(read.Faults);
        return read.Options;
    }
}
