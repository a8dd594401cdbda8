using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>Promises P4 and P3, seen from the relay.</summary>
public sealed class Cancel_stops_a_running_post
{
    [Fact]
    public async Task Nothing_begins_once_it_is_answered_and_the_books_balance()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 600, dotDelay: TimeSpan.FromMilliseconds(20));
        var id = await scenario.Api.PublishAsync();
        await scenario.Relay.ReceivedAsync(100);

        var answer = await scenario.Api.CommandAsync(id, "cancel");
        var answered = Recorder.Now;
        var post = await scenario.Api.FinishedAsync(id, Scenario.Soon);

        Assert.InRange(
            scenario.Relay.Begun.Count(line => line.At > answered), 0, answer.GetProperty("inFlight").GetInt32());
        Assert.Equal("cancelled", post.Status);
        Assert.Equal(600, post.Totals.Audience);
        Assert.True(post.Totals.Balanced, post.ToString());
        Assert.True(post.Totals.Cancelled > 0, "The run was over before it could be cancelled.");
        Assert.Equal(scenario.Relay.Server.Received, post.Totals.Accepted);
        Assert.All(scenario.Relay.MailsByReader(), reader => Assert.Single(reader));
    }

    [Fact]
    public async Task A_cancelled_post_cannot_be_resumed_and_the_answer_names_its_state()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 1);
        var id = await scenario.Api.PublishAsync(new { subject = "Draft", markdown = "Hi", draft = true });
        await scenario.Api.CommandAsync(id, "cancel");
        using var answer = await scenario.Api.Http.PostAsync($"api/posts/{id}/resume", null);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("cancelled", await answer.Content.ReadAsStringAsync());
    }
}
