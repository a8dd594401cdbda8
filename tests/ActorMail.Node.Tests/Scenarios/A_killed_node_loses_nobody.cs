using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>Promise P2 across kill -9.</summary>
public sealed class A_killed_node_loses_nobody
{
    private const int Readers = 600;
    private const int Connections = 4;

    [Fact]
    public async Task Its_restart_finishes_and_only_uncertain_readers_get_a_copy()
    {
        await using var scenario = await Scenario.BeginAsync(Readers, TimeSpan.FromMilliseconds(20), Connections);
        var id = await scenario.Api.PublishAsync();
        await scenario.Relay.ReceivedAsync(150);
        await scenario.Node.KillAsync();
        Assert.True(scenario.Relay.Server.Received < Readers, "The run was over before it could be killed.");

        await scenario.RestartAsync();
        var post = await scenario.Api.FinishedAsync(id, Scenario.Soon);

        Assert.Equal("sent", post.Status);
        Assert.Equal(new TotalsSeen(Readers, Readers, 0, 0, 0, 0, 0, 0), post.Totals);
        var mails = scenario.Relay.MailsByReader();
        Assert.Equal(Readers, mails.Count);
        var copied = mails.Where(reader => reader.Count() > 1).ToList();
        Assert.InRange(copied.Count, 0, Connections);
        foreach (var reader in copied)
        {
            Assert.Single(reader.Distinct());
            var told = (await scenario.Api.ExplainAsync(id, reader.Key)).GetRawText();
            Assert.Contains("nobody knows how it ended", told);
        }
    }

    [Fact]
    public async Task With_the_policy_hold_nobody_gets_a_copy_and_those_in_doubt_are_named()
    {
        await using var relay = await Recorder.StartAsync(TimeSpan.FromMilliseconds(20));
        using var setup = NodeSetup.ToRelay(relay.Port, Connections).Set("Delivery:OnUncertain", "hold");
        string id;
        await using (var first = await NodeProcess.StartAsync(setup))
        {
            await first.Api.ImportReadersAsync(Readers);
            id = await first.Api.PublishAsync();
            await relay.ReceivedAsync(150);
            await first.KillAsync();
        }

        await using var second = await NodeProcess.StartAsync(setup);
        var post = await second.Api.FinishedAsync(id, Scenario.Soon);
        Assert.True(post.Totals.Balanced, post.ToString());
        Assert.InRange(post.Totals.Uncertain, 0, Connections);
        Assert.All(relay.MailsByReader(), reader => Assert.Single(reader));
        Assert.Equal(post.Totals.Uncertain, (await second.Api.DeliveriesAsync(id, "uncertain")).Count);
        // Whoever got nothing is among those named.
        Assert.InRange(Readers - relay.MailsByReader().Count, 0, (int)post.Totals.Uncertain);
    }
}
