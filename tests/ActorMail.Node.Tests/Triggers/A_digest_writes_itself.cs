using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Triggers;

[Collection(TriggerGround.Name)]
public sealed class A_digest_writes_itself(TriggerGround ground)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Once_with_what_is_new_and_never_without(bool killed)
    {
        var (source, digest) = ($"harbour-{killed}", $"weekly-{killed}".ToLowerInvariant());
        var subject = $"The week, killed {killed}";
        await ground.Api.ImportAsync("email\nskipper@example.com\n", source);
        await PublishAsync(source, "From before", "https://example.org/0");
        var made = await ground.ShellAsync(TriggersPage.Snippet(
            "digest", ("set weekly", $"set {digest}"), ("harbour --list weekly", $"{source} --list default"),
            ("0 8 * * 1", "* * * * * *"), ("The week at the harbour", subject)));
        Assert.True(made.Exit == 0, made.ToString());

        await ground.GoesOutAsync(subject, killed, () => PublishAsync(source, "Low tide, {{ subscriber.name }}", "https://example.org/1"));
        var first = ground.Mails(subject)[0].Text!;
        Assert.Contains("Low tide", first);
        Assert.Contains("https://example.org/1", first);
        Assert.Contains("The harbour is dry.", first);
        Assert.DoesNotContain("before", first);

        // Two more due times pass without anything new.
        var seen = await DigestAsync(digest);
        var later = seen.GetProperty("nextAt").GetDateTimeOffset().AddSeconds(2);
        await Eventually.TrueAsync(
            async () => (await DigestAsync(digest)).GetProperty("nextAt").GetDateTimeOffset() > later, Scenario.Soon, () => "it stands still");
        Assert.Single(await ground.PostsAsync(subject));

        await PublishAsync(source, "High tide", "https://example.org/2");
        await Eventually.TrueAsync(async () => (await ground.PostsAsync(subject)).Count == 2, Scenario.Soon, () => "no second issue");
        var second = (await ground.PostsAsync(subject))[0].Id;
        await ground.Api.FinishedAsync(second, Scenario.Soon);
        Assert.DoesNotContain("Low tide", ground.Mails(subject)[0].Text);
        Assert.Equal(0, (await ground.ShellAsync($"actormail digests remove {digest}")).Exit);
        Assert.DoesNotContain(digest, (await ground.ShellAsync("actormail digests")).Out);
    }

    private Task PublishAsync(string list, string subject, string url) =>
        ground.Api.PublishAsync(new { list, subject, url, markdown = "# Tides\n\nThe harbour is dry.\n\nMore of it." });

    private async Task<JsonElement> DigestAsync(string name) =>
        (await ground.Api.Http.GetFromJsonAsync<JsonElement>("api/digests")).GetProperty("digests").EnumerateArray()
            .Single(digest => digest.GetProperty("name").GetString() == name);
}
