using System.Diagnostics;
using ActorMail.Nodes;
using ActorMail.Posts;
using ActorMail.Testing;

namespace ActorMail.Adapters.Tests.Cluster;

public sealed class FormingTests : ClusterTestBase
{
    [Fact]
    public async Task Three_nodes_started_at_once_form_one_cluster()
    {
        var nodes = await StartManyAsync(3);
        var views = await Task.WhenAll(nodes.Select(node => node.Watch.LookAsync(CancellationToken.None)));
        Assert.All(views, view =>
        {
            Assert.True(view.Enabled);
            Assert.True(view.Whole);
            Assert.Equal(nodes.Select(node => node.Address).Order(), view.Members.Select(member => member.Address).Order());
            Assert.Single(view.Members, member => member.Oldest);
            Assert.Single(view.Members, member => member.Leader);
        });
        Assert.Single(views.Select(view => view.Members.Single(member => member.Oldest).Address).Distinct());
    }

    [Fact]
    public async Task The_younger_of_two_clusters_gives_way()
    {
        var older = await StartAsync();
        await older.UpAsync();
        Directory.Deserted = true;
        var younger = await StartAsync();
        await younger.UpAsync();
        Directory.Deserted = false;

        await younger.Stopping.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Contains(older.Address, younger.Report.CastOut);
        Assert.Null(older.Report.CastOut);
        Assert.Null(older.Health.Fault);
        await (await StartAsync()).UpAsync(2);
    }

    [Fact]
    public async Task A_node_that_is_declared_dead_ends_and_says_so()
    {
        var nodes = await StartManyAsync(2);
        await nodes[0].Watch.DownAsync(nodes[1].Address, CancellationToken.None);
        await nodes[1].Stopping.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.NotNull(nodes[1].Report.CastOut);
        Assert.NotNull(nodes[1].Health.Fault);
        await nodes[0].UpAsync(1);
    }

    [Fact]
    public async Task A_node_that_living_members_do_not_let_in_ends_to_be_started_anew()
    {
        NodeCard deaf = new("actormail", "akka.tcp://actormail@127.0.0.1:1", Guid.NewGuid(), ["web", "mailer"]);
        await BeatAsync();
        var node = await StartAsync(hocon: "actormail.cluster.let-in-within = 1s");
        await Eventually.TrueAsync(async () =>
        {
            await BeatAsync();
            return node.Stopping.IsCompleted;
        }, TimeSpan.FromSeconds(20), () => "ended");
        Assert.Contains("did not let this node in", node.Report.CastOut);

        Task BeatAsync() => Directory.BeatAsync(deaf, new NodeFigures(true, null, 0), CancellationToken.None);
    }

    [Fact]
    public async Task A_node_of_another_system_does_not_stay()
    {
        await (await StartAsync()).UpAsync();
        var foreign = await StartAsync(system: "other");
        await foreign.Stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("actormail", foreign.Report.CastOut);
    }

    [Fact]
    public async Task Without_a_cluster_nothing_hangs()
    {
        var alone = await StartAsync(seeds: ["akka.tcp://actormail@127.0.0.1:1"]);
        await Eventually.TrueAsync(() => alone.Health.Fault?.Contains("127.0.0.1:1") == true, "telling whom it waits for");
        var answer = await alone.Mail.PublishAsync(new NewPost { Subject = "early", Markdown = "words" }).WaitAsync(TimeSpan.FromSeconds(2));
        Assert.IsType<PostAnswer.Unavailable>(answer);

        var clock = Stopwatch.StartNew();
        await alone.StopAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_node_whose_clock_is_far_off_does_not_join()
    {
        Directory.Skew = TimeSpan.FromSeconds(7);
        var node = await StartAsync();
        await Eventually.TrueAsync(() => node.Health.Fault?.Contains("clock") == true, "telling of its clock");
        Assert.Empty((await node.Watch.LookAsync(CancellationToken.None)).Members);
    }

    [Fact]
    public async Task Configured_seeds_are_joined()
    {
        var first = await StartAsync();
        await first.UpAsync();
        Directory.Deserted = true;
        var second = await StartAsync(seeds: [first.Address]);
        await second.UpAsync(2);
    }
}
