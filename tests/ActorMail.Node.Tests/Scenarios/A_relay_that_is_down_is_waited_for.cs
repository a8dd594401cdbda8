using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_relay_that_is_down_is_waited_for
{
    [Fact]
    public async Task The_node_starts_says_so_and_sends_when_the_relay_appears()
    {
        var port = Ports.Free();
        using var setup = NodeSetup.ToRelay(port);
        await using var node = await NodeProcess.StartAsync(setup);
        await node.Api.ImportReadersAsync(50);
        var id = await node.Api.PublishAsync();
        await Eventually.TrueAsync(
            () => node.Output.Any(
                line => line.Contains("recorder") && line.Contains("warn", StringComparison.OrdinalIgnoreCase)),
            Scenario.Soon, () => node.Talk);
        var waiting = await node.Api.ReadAsync(id);
        Assert.Equal("sending", waiting.Status);
        Assert.Equal((0, 0, 0), (waiting.Totals.Accepted, waiting.Totals.Deferred, waiting.Totals.Rejected));

        await using var relay = await Recorder.StartAsync(port: port);
        var post = await node.Api.FinishedAsync(id, Scenario.Soon);
        Assert.Equal(new TotalsSeen(50, 50, 0, 0, 0, 0, 0, 0), post.Totals);
        relay.AssertOneMailForEach(50);
    }
}
