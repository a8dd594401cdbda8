using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_terminated_node_drains
{
    [Fact]
    public async Task It_ends_with_code_0_and_its_restart_finishes_without_a_single_copy()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 600, dotDelay: TimeSpan.FromMilliseconds(20));
        var id = await scenario.Api.PublishAsync();
        await scenario.Relay.ReceivedAsync(150);

        Assert.Equal(0, await scenario.Node.TerminateAsync(within: TimeSpan.FromSeconds(30)));
        Assert.True(scenario.Relay.Server.Received < 600, "The run was over before it could be stopped.");

        await scenario.RestartAsync();
        var post = await scenario.Api.FinishedAsync(id, Scenario.Soon);
        Assert.Equal(new TotalsSeen(600, 600, 0, 0, 0, 0, 0, 0), post.Totals);
        scenario.Relay.AssertOneMailForEach(600);
    }

    [Fact]
    public async Task An_open_event_stream_does_not_hold_it_up()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 600, dotDelay: TimeSpan.FromMilliseconds(20));
        var id = await scenario.Api.PublishAsync();
        await scenario.Api.CommandAsync(id, "pause");
        await using var events = await scenario.Api.Http.GetStreamAsync($"api/posts/{id}/events");
        Assert.True(await events.ReadAsync(new byte[16]) > 0);
        Assert.Equal(0, await scenario.Node.TerminateAsync(within: TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_node_with_nothing_to_do_ends_at_once()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 0);
        Assert.Equal(0, await scenario.Node.TerminateAsync(within: TimeSpan.FromSeconds(10)));
        Assert.Empty(scenario.Node.Errors);
    }
}
