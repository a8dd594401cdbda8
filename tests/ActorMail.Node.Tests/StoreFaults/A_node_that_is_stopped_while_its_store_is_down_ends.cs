namespace ActorMail.Node.Tests.StoreFaults;

public sealed class A_node_that_is_stopped_while_its_store_is_down_ends
{
    [Fact]
    public async Task It_ends_within_its_bound_with_code_1_and_its_restart_names_those_in_doubt()
    {
        const int connections = 4;
        var database = "";
        await using var run = await FaultRun.BeginAsync(setup =>
        {
            database = FaultRun.DatabaseOf(setup);
            setup.Set("Delivery:OnUncertain", "hold");
            setup.Environment["Hocon__actormail__dispatcher__drain-waits-for-store"] = "2s";
        });
        using (DatabaseLock.Take(database))
        {
            await run.AssertItShowsAndNothingStartsAsync("locked");
            Assert.Equal(1, await run.Node.TerminateAsync(within: TimeSpan.FromSeconds(40)));
        }

        Assert.Contains(run.Node.Output, line => line.Contains("in doubt after the next start"));
        var post = await run.RestartAndFinishAsync();
        Assert.True(post.Totals.Balanced, post.ToString());
        Assert.InRange(post.Totals.Uncertain, 1, connections);
        Assert.Equal(post.Totals.Uncertain, (await run.Node.Api.DeliveriesAsync(post.Id, "uncertain")).Count);
        Assert.Equal((400, 0), (run.Reached, run.Copies));
    }

    [Fact]
    public async Task An_idle_one_ends_with_code_0()
    {
        using var setup = new NodeSetup();
        await using var node = await NodeProcess.StartAsync(setup);
        using var held = DatabaseLock.Take(FaultRun.DatabaseOf(setup));
        Assert.Equal(0, await node.TerminateAsync(within: TimeSpan.FromSeconds(20)));
    }
}
