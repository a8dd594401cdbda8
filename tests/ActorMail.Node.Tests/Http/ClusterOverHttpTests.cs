using System.Net;
using ActorMail.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Node.Tests.Http;

public sealed class ClusterOverHttpTests : IAsyncLifetime
{
    private readonly ScriptedCluster _cluster = new();
    private readonly WebDoor _clustered;
    private readonly WebDoor _lone = new();

    public ClusterOverHttpTests() =>
        _clustered = new WebDoor { More = services => services.AddSingleton<IClusterWatch>(_cluster) };

    public Task InitializeAsync() => Task.WhenAll(_clustered.InitializeAsync(), _lone.InitializeAsync());

    public Task DisposeAsync() => Task.WhenAll(_clustered.DisposeAsync(), _lone.DisposeAsync());

    [Fact]
    public async Task A_node_of_its_own_shows_itself() => Assert.Equal(
        """{"enabled":false,"self":"node-1","whole":true,"members":[{"address":"node-1","status":"up","reachable":true"""
        + ""","leader":true,"oldest":true,"roles":["web","mailer"],"leasesHeld":0,"mailsPerSecond":0}]}""",
        await _lone.Client.GetStringAsync("/api/cluster"));

    [Fact]
    public async Task A_cluster_shows_its_members() => Assert.Equal(
        """{"enabled":true,"self":"akka.tcp://actormail@127.0.0.1:4053","whole":false,"members":["""
        + """{"address":"akka.tcp://actormail@127.0.0.1:4053","status":"up","reachable":true,"leader":true,"oldest":true"""
        + ""","roles":["web","mailer"],"leasesHeld":3,"mailsPerSecond":12.3},"""
        + """{"address":"akka.tcp://actormail@127.0.0.1:4054","status":"up","reachable":false,"leader":false,"oldest":false"""
        + ""","roles":["mailer"],"leasesHeld":0}]}""",
        await _clustered.Client.GetStringAsync("/api/cluster"));

    [Theory]
    [InlineData("leave")]
    [InlineData("down")]
    public async Task An_order_is_taken_once_and_its_member_is_known(string order)
    {
        var answer = await _clustered.PostAsync($"/api/cluster/{order}", new { address = ScriptedCluster.Two });
        Assert.Equal((HttpStatusCode.Accepted, "/api/cluster"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        await Refusal.IsAsync(
            await _clustered.PostAsync($"/api/cluster/{order}", new { address = "akka.tcp://x@y:1" }), 404, "No member");
        Assert.Equal([$"{order} {ScriptedCluster.Two}", $"{order} akka.tcp://x@y:1"], _cluster.Orders);
    }

    [Theory]
    [InlineData("leave")]
    [InlineData("down")]
    public async Task An_order_without_an_address_reaches_nobody(string order)
    {
        await Refusal.IsAsync(await _clustered.PostAsync($"/api/cluster/{order}", new { }), 400, "address: missing");
        await Refusal.IsAsync(await _clustered.PostAsync($"/api/cluster/{order}", new { adress = "x" }), 400, "is not known");
        Assert.Empty(_cluster.Orders);
    }

    [Theory]
    [InlineData("leave")]
    [InlineData("down")]
    public async Task Without_a_cluster_there_is_nobody_to_send_away(string order) =>
        await Refusal.IsAsync(await _lone.PostAsync($"/api/cluster/{order}", new { address = "node-1" }), 409, "not in a cluster");

    [Fact]
    public async Task The_relays_of_this_node_are_shown()
    {
        var relay = Assert.Single((await _lone.GetAsync("/api/relays")).GetProperty("relays").EnumerateArray());
        Assert.Equal("scripted", relay.GetProperty("name").GetString());
        Assert.Equal(("127.0.0.1", 25, 8), (
            relay.GetProperty("host").GetString(), relay.GetProperty("port").GetInt32(), relay.GetProperty("connections").GetInt32()));
        Assert.False(relay.TryGetProperty("fault", out _));
    }

    [Fact]
    public async Task The_mailers_of_this_node_are_shown()
    {
        var mailers = await Eventually.BecomesAsync(
            async () => (await _lone.GetAsync("/api/mailers")).GetProperty("mailers").EnumerateArray().ToList(),
            seen => seen.Count == 8 && seen.All(mailer => mailer.GetProperty("state").GetString() == "asleep"),
            "eight mailers without a session", TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(1, 8), mailers.Select(mailer => mailer.GetProperty("slot").GetInt32()));
        Assert.All(mailers, mailer => Assert.Equal("scripted", mailer.GetProperty("relay").GetString()));
        Assert.All(mailers, mailer => Assert.False(mailer.TryGetProperty("post", out _)));
    }
}
