using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Fencing;

public sealed class A_frozen_node_goes_on_by_itself
{
    [Fact]
    public async Task When_nobody_took_over_nobody_is_in_doubt_or_gets_a_copy()
    {
        const int readers = 120;
        await using var relay = await Recorder.StartAsync(TimeSpan.FromMilliseconds(100));
        using var setup = NodeSetup.ToRelay(relay.Port).Set("Delivery:SliceSize", "20");
        setup.Environment["Hocon__actormail__dispatcher__lease"] = "2s";
        await using var node = await NodeProcess.StartAsync(setup);
        await node.Api.ImportReadersAsync(readers);
        var id = await node.Api.PublishAsync();

        for (var times = 1; times <= 3; times++)
        {
            await relay.ReceivedAsync(times * 20);
            await FrozenNode.FreezePastItsLeasesAsync(node, relay, Path.Combine(setup.DataDirectory, "actormail.db"));
            node.Thaw();
        }

        var seen = await node.Api.FinishedAsync(id, Scenario.Soon);
        Assert.Equal(new TotalsSeen(readers, readers, 0, 0, 0, 0, 0, 0), seen.Totals);
        relay.AssertOneMailForEach(readers);
        Assert.DoesNotContain(node.Output, line => line.Contains("was taken over"));
    }
}
