using System.Net;
using System.Text.Json;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_repeated_publish_is_one_post
{
    [Fact]
    public async Task Fifty_clients_with_one_key_make_one_post_and_one_mail_each()
    {
        await using var scenario = await Scenario.BeginAsync(readers: 10);
        var body = new { subject = "Once", markdown = "Hi" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var answer = await scenario.Api.TryPublishAsync(body, "the-one-key");
            return (answer.StatusCode, Text: await answer.Content.ReadAsStringAsync());
        }));

        Assert.All(answers, answer => Assert.True(answer.StatusCode == HttpStatusCode.Accepted, answer.Text));
        var ids = answers.Select(answer => JsonDocument.Parse(answer.Text).RootElement.GetProperty("id").GetString());
        var id = Assert.Single(ids.Distinct());
        await scenario.Api.FinishedAsync(id!, Scenario.Soon);
        scenario.Relay.AssertOneMailForEach(10);
        using var other = await scenario.Api.TryPublishAsync(new { subject = "Other", markdown = "Hi" }, "the-one-key");
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
    }
}
