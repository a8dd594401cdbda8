using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>A blog that knows nothing of ActorMail: its backlog is left, each new item is mailed once, and who asked is told how it went.</summary>
public sealed class A_feeds_new_item_reaches_the_readers
{
    [Fact]
    public async Task Once_across_kills_and_its_end_is_told_with_a_valid_signature()
    {
        await using var blog = await BlogServer.StartAsync();
        await using var relay = await Recorder.StartAsync();
        using var setup = NodeSetup.ToRelay(relay.Port)
            .Set("Feeds:0:Name", "blog").Set("Feeds:0:Url", $"{blog.Url}feed").Set("Webhooks:0:Url", $"{blog.Url}hook")
            .Set("Webhooks:0:Secret", BlogServer.Secret).Set("Webhooks:0:Events", "post.finished").Set("Outbound:Trusted:0", blog.Trusted);
        blog.Publish("An old story");
        blog.TakesWebhooks = false;

        await using (var first = await NodeProcess.StartAsync(setup))
        {
            await first.Api.ImportReadersAsync(3);
            await LookedAtAsync(first, feed => feed.GetProperty("state").GetString() == "reading");
            blog.Publish("The news");
            await PollAsync(first);
            await relay.ReceivedAsync(3);
            // Told, not taken, and the node dies before it can try again.
            await Eventually.TrueAsync(() => !blog.Told.IsEmpty, Scenario.Soon, () => first.Tail);
            await first.KillAsync();
        }

        blog.TakesWebhooks = true;
        await using var second = await NodeProcess.StartAsync(setup);
        await Eventually.TrueAsync(() => blog.Told.Count > 1, Scenario.Soon, () => second.Tail);
        Assert.Single(blog.Told.Select(told => told.Id).Distinct());
        var message = JsonDocument.Parse(blog.Told.Last().Body).RootElement;
        Assert.Equal("post.finished", message.GetProperty("type").GetString());
        Assert.Equal(3, message.GetProperty("data").GetProperty("totals").GetProperty("accepted").GetInt32());

        var looks = blog.Looks;
        await PollAsync(second);
        await Eventually.TrueAsync(() => blog.Looks > looks, Scenario.Soon, () => second.Tail);
        await LookedAtAsync(second, feed => feed.GetProperty("posts").GetInt32() == 1);
        relay.AssertOneMailForEach(3);
        var posts = await second.Api.Http.GetFromJsonAsync<JsonElement>("api/posts");
        Assert.Equal(["The news"], posts.GetProperty("posts").EnumerateArray().Select(post => post.GetProperty("subject").GetString()));
        await Eventually.TrueAsync(
            async () => (await second.Api.Http.GetFromJsonAsync<JsonElement>("api/webhooks")).GetProperty("endpoints")[0]
                .GetProperty("delivered").GetInt32() == 1,
            Scenario.Soon, () => second.Tail);
    }

    private static async Task PollAsync(NodeProcess node)
    {
        using var answer = await node.Api.Http.PostAsJsonAsync("api/feeds/poll", new { name = "blog" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static Task LookedAtAsync(NodeProcess node, Func<JsonElement, bool> wanted) => Eventually.TrueAsync(
        async () => wanted((await node.Api.Http.GetFromJsonAsync<JsonElement>("api/feeds")).GetProperty("feeds")[0]), Scenario.Soon, () => node.Tail);
}
