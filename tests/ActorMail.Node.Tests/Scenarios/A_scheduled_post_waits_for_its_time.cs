using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_scheduled_post_waits_for_its_time
{
    [Fact]
    public async Task It_goes_out_then_also_when_the_node_was_killed_meanwhile()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 20);
        var publishAt = Recorder.Now.AddSeconds(6);
        var id = await scenario.Api.PublishAsync(new { subject = "Later", markdown = "Hi", publishAt });
        Assert.Equal("scheduled", (await scenario.Api.ReadAsync(id)).Status);
        await scenario.Node.KillAsync();
        await scenario.RestartAsync();

        var post = await scenario.Api.FinishedAsync(id, Scenario.Soon);
        Assert.Equal(("sent", 20), (post.Status, post.Totals.Accepted));
        Assert.True(post.PublishedAt >= publishAt, $"{post.PublishedAt} is before {publishAt}");
        Assert.All(scenario.Relay.Begun, line => Assert.True(line.At >= publishAt));
        scenario.Relay.AssertOneMailForEach(20);
    }
}
