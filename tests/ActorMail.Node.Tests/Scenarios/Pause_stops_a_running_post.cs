using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>Promise P4, seen from the relay.</summary>
public sealed class Pause_stops_a_running_post
{
    [Fact]
    public async Task Nothing_begins_once_it_is_answered_and_resume_finishes()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 600, dotDelay: TimeSpan.FromMilliseconds(20));
        var id = await scenario.Api.PublishAsync();
        await scenario.Relay.ReceivedAsync(100);

        var answer = await scenario.Api.CommandAsync(id, "pause");
        var answered = Recorder.Now;
        Assert.Equal("paused", answer.GetProperty("status").GetString());
        Assert.True(scenario.Relay.Server.Received < 600, "The run was over before it could be paused.");

        // Another post passes through the same dispatcher meanwhile: it works, and only the paused one stands still.
        await scenario.Api.ImportAsync("email\nother-1@example.net\nother-2@example.net\n", "others");
        var other = await scenario.Api.PublishAsync(new { subject = "Other", markdown = "Hi", list = "others" });
        await scenario.Api.FinishedAsync(other, Scenario.Soon);

        var late = scenario.Relay.Begun.Count(
            line => line.At > answered && line.Recipient.StartsWith("reader-", StringComparison.Ordinal));
        Assert.InRange(late, 0, answer.GetProperty("inFlight").GetInt32());

        await scenario.Api.CommandAsync(id, "resume");
        var post = await scenario.Api.FinishedAsync(id, Scenario.Soon);
        Assert.Equal(new TotalsSeen(600, 600, 0, 0, 0, 0, 0, 0), post.Totals);
        Assert.All(scenario.Relay.MailsByReader(), reader => Assert.Single(reader));
    }
}
