using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>Promise P5, seen from the relay.</summary>
public sealed class An_unsubscribe_holds_in_a_running_post
{
    private static readonly int[] Leavers = [480, 485, 490, 495, 500];

    [Fact]
    public async Task Whoever_was_answered_gets_no_mail_that_had_not_begun()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 500, dotDelay: TimeSpan.FromMilliseconds(10));
        await scenario.Api.FinishedAsync(await scenario.Api.PublishAsync(), Scenario.Soon);
        var links = scenario.Relay.Server.Newest(1000)
            .ToDictionary(mail => mail.Recipients[0], mail => UnsubscribeLink.In(mail.Raw));

        var id = await scenario.Api.PublishAsync();
        await scenario.Relay.ReceivedAsync(500 + 50);
        foreach (var leaver in Leavers)
        {
            using var oneClick = UnsubscribeLink.OneClick();
            using var answer = await scenario.Api.Http.PostAsync(links[NodeApi.Reader(leaver)], oneClick);
            Assert.True(answer.IsSuccessStatusCode, answer.ToString());
        }

        var answered = Recorder.Now;
        var post = await scenario.Api.FinishedAsync(id, Scenario.Soon);
        Assert.True(post.Totals.Balanced, post.ToString());
        Assert.Equal((500, 495, 5), (post.Totals.Audience, post.Totals.Accepted, post.Totals.Skipped));
        Assert.DoesNotContain(
            scenario.Relay.Begun, line => line.At > answered && Leavers.Any(n => line.Recipient == NodeApi.Reader(n)));
        Assert.All(Leavers, leaver => Assert.Single(scenario.Relay.MailsByReader()[NodeApi.Reader(leaver)]));
        Assert.Equal(
            "skipped", (await scenario.Api.ExplainAsync(id, NodeApi.Reader(490))).GetProperty("outcome").GetString());
    }
}
