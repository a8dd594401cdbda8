using System.Text.RegularExpressions;
using ActorMail.Cluster;
using ActorMail.Options;

namespace ActorMail.Node.Tests.Deploy;

/// <summary>The deployment's files name keys the node knows, with values it takes, and the ports they open are the same.</summary>
public sealed partial class What_is_deployed_fits_the_node
{
    private const int DrainSeconds = 12 * 60;
    private const string Http = "5080";
    private static readonly string Remoting = $"{ClusterSettings.Default.Port}";

    [Theory]
    [InlineData("node-1")]
    [InlineData("node-2")]
    [InlineData("node-3")]
    public void Settings_of_the_compose_file(string node)
    {
        var service = Deployed.Documents("deploy/compose.yaml")[0].At("services", node);

        Sound(service.At("environment").Pairs());
        Assert.Equal(node, service.At("environment").Pairs()["ActorMail__Cluster__Hostname"]);
        Assert.EndsWith($":{Http}", service.At("ports", "0").ToString());
    }

    [Fact]
    public void Settings_of_the_pods()
    {
        var container = Container();
        var own = ((YamlDotNet.RepresentationModel.YamlSequenceNode)container.At("env"))
            .ToDictionary(pair => pair.At("name").ToString(), pair => pair.Pairs().GetValueOrDefault("value") is { Length: > 0 } value
                ? value : "10.0.0.1");

        Sound(Deployed.Documents("deploy/kubernetes/configmap.yaml")[0].At("data").Pairs()
            .Concat(Deployed.Documents("deploy/kubernetes/secret.example.yaml")[0].At("stringData").Pairs())
            .Concat(own));
        Assert.Equal("status.podIP",
            container.At("env", "0", "valueFrom", "fieldRef", "fieldPath").ToString());
    }

    [Theory]
    [InlineData("deploy/systemd/node.env.example")]
    [InlineData("samples/cluster/ground.sh")]
    public void Settings_of_scripts(string path) => Sound(Deployed.Assignments(path));

    [Theory]
    [InlineData("deploy/Dockerfile")]
    [InlineData("deploy/systemd/actormail.service")]
    public void Settings_that_come_before_the_operators(string path)
    {
        var settings = Deployed.Assignments(path).Settings();

        Assert.NotEmpty(settings);
        Assert.Empty(OptionsReader.Read(settings).Faults);
    }

    [Fact]
    public void The_ports_are_the_same_everywhere()
    {
        var ports = Container().At("ports");
        var services = Deployed.Documents("deploy/kubernetes/services.yaml");
        var config = Deployed.Documents("deploy/kubernetes/configmap.yaml")[0].At("data").Pairs();

        Assert.Equal($"EXPOSE {Http} {Remoting}", Line("deploy/Dockerfile", "EXPOSE"));
        Assert.EndsWith($":{Http}", Deployed.Assignments("deploy/Dockerfile")["ASPNETCORE_URLS"]);
        Assert.EndsWith($":{Http}", config["ASPNETCORE_URLS"]);
        Assert.Equal(Remoting, config["ActorMail__Cluster__Port"]);
        Assert.Equal((Http, Remoting), (ports.At("0", "containerPort").ToString(), ports.At("1", "containerPort").ToString()));
        Assert.Equal("http", services[0].At("spec", "ports", "0", "targetPort").ToString());
        Assert.Equal(Remoting, services[1].At("spec", "ports", "0", "port").ToString());
    }

    /// <summary>Who stops a node earlier than its drain ends puts the readers of its open messages in doubt.</summary>
    [Fact]
    public void Every_stop_is_given_longer_than_the_drain()
    {
        var pod = Deployed.Documents("deploy/kubernetes/nodes.yaml")[0].At("spec", "template", "spec");
        var compose = Period().Match(
            Deployed.Documents("deploy/compose.yaml")[0].At("services", "node-1", "stop_grace_period").ToString());

        Assert.InRange(int.Parse(pod.At("terminationGracePeriodSeconds").ToString()), DrainSeconds + 1, 3600);
        Assert.InRange(60 * int.Parse(compose.Groups[1].Value) + int.Parse(compose.Groups[2].Value), DrainSeconds + 1, 3600);
        Assert.InRange(int.Parse(Line("deploy/systemd/actormail.service", "TimeoutStopSec=")["TimeoutStopSec=".Length..]),
            DrainSeconds + 1, 3600);
        Assert.Equal("STOPSIGNAL SIGTERM", Line("deploy/Dockerfile", "STOPSIGNAL"));
    }

    [Fact]
    public void Probes_ask_the_doors_that_exist()
    {
        var container = Container();

        Assert.Equal("/healthz", container.At("livenessProbe", "httpGet", "path").ToString());
        Assert.Equal("/readyz", container.At("readinessProbe", "httpGet", "path").ToString());
        Assert.Equal("/readyz",
            Deployed.Documents("deploy/compose.yaml")[0].At("services", "node-1", "healthcheck", "test", "2").ToString());
    }

    [Fact]
    public void Every_manifest_is_applied_but_the_example()
    {
        var listed = ((YamlDotNet.RepresentationModel.YamlSequenceNode)Deployed
            .Documents("deploy/kubernetes/kustomization.yaml")[0].At("resources")).Select(name => name.ToString());

        Assert.Equal(["configmap.yaml", "disruption.yaml", "namespace.yaml", "network.yaml", "nodes.yaml", "services.yaml"],
            listed.Order(StringComparer.Ordinal));
        Assert.All(listed, name => Assert.NotEmpty(Deployed.Documents($"deploy/kubernetes/{name}")));
    }

    private static void Sound(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var read = OptionsReader.Read(environment.Settings());

        Assert.Empty(read.Faults);
        Assert.True(read.Options.Cluster.Enabled);
        Assert.Equal("postgresql", read.Options.Database.Provider);
    }

    private static YamlDotNet.RepresentationModel.YamlNode Container() => Deployed.Documents("deploy/kubernetes/nodes.yaml")[0]
        .At("spec", "template", "spec", "containers", "0");

    private static string Line(string path, string start) =>
        Assert.Single(Deployed.Text(path).Split('\n'), line => line.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex("^([0-9]+)m([0-9]+)s$")]
    private static partial Regex Period();
}
