using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Relays;

namespace ActorMail.Node.Tests.Http;

public sealed class DeliveriesOverHttpTests(WebDoor door) : IClassFixture<WebDoor>
{
    [Fact]
    public async Task Deliveries_come_as_lines_of_JSON_or_as_CSV_that_no_spreadsheet_runs()
    {
        door.Relay.Answer = (email, _) => Task.FromResult(email.StartsWith("no")
            ? new SendResult.Rejected(new SmtpReply(550, "5.1.1", "=cmd|'/c calc'!A1"))
            : ScriptedRelay.Accepted);
        await door.ImportAsync("email\nyes@d.example\nno@d.example\n=1+2@d.example\n", "?list=d");
        var id = await door.PublishAsync(list: "d");
        await door.ReachesAsync(id, "sent");

        var all = await LinesAsync($"/api/posts/{id}/deliveries");
        Assert.Equal(["yes@d.example", "no@d.example", "=1+2@d.example"], all.Select(line => line.GetProperty("email").GetString()));
        Assert.Equal("rejected", all[1].GetProperty("outcome").GetString());
        Assert.Equal(550, all[1].GetProperty("code").GetInt32());
        Assert.Equal("5.1.1", all[1].GetProperty("enhanced").GetString());
        Assert.False(all[0].TryGetProperty("nextAttempt", out _));
        Assert.Equal(
            ["email", "outcome", "attempts", "code", "enhanced", "reply", "relay", "node", "at", "place"],
            all[1].EnumerateObject().Select(member => member.Name));

        Assert.Single(await LinesAsync($"/api/posts/{id}/deliveries?outcome=rejected"));
        Assert.Equal(2, (await LinesAsync($"/api/posts/{id}/deliveries?after=yes@d.example")).Count);
        Assert.Equal(2, (await LinesAsync($"/api/posts/{id}/deliveries?limit=2")).Count);
        await Refusal.IsAsync(await door.Client.GetAsync($"/api/posts/{id}/deliveries?outcome=lost"), 400, "outcome");
        await Refusal.IsAsync(await door.Client.GetAsync($"/api/posts/{id}/deliveries?limit=-1"), 400, "limit");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/posts/{id}/deliveries");
        request.Headers.Add("Accept", "text/csv");
        var csv = await (await door.Client.SendAsync(request)).Content.ReadAsStringAsync();
        Assert.StartsWith("email,outcome,attempts,code,enhanced,reply,relay,node,at,nextAttempt,place\r\n", csv);
        Assert.Contains("\r\n'=1+2@d.example,accepted,", csv);
        Assert.Contains(",\"'=cmd|'/c calc'!A1\",", csv);

        var told = await door.GetAsync($"/api/posts/{id}/deliveries/no@d.example");
        Assert.Equal("rejected", told.GetProperty("outcome").GetString());
        Assert.NotEmpty(told.GetProperty("summary").GetString()!);
        Assert.Contains(told.GetProperty("steps").EnumerateArray(), step => step.TryGetProperty("code", out var code) && code.GetInt32() == 550);
        await Refusal.IsAsync(await door.Client.GetAsync($"/api/posts/{id}/deliveries/stranger@d.example"), 404, "audience");
        await Refusal.IsAsync(await door.Client.GetAsync($"/api/posts/{id}/deliveries/nobody"), 400, "no @");
    }

    [Fact]
    public async Task A_walk_by_places_goes_on_behind_a_reader_who_was_erased()
    {
        await door.ImportAsync("email\none@walk.example\ntwo@walk.example\nthree@walk.example\n", "?list=walk");
        var id = await door.PublishAsync(list: "walk");
        await door.ReachesAsync(id, "sent");
        await door.Client.DeleteAsync("/api/subscribers/two@walk.example");

        List<string?> seen = [];
        for (var after = ""; (await LinesAsync($"/api/posts/{id}/deliveries?limit=1{after}")) is [var line];)
        {
            seen.Add(line.GetProperty("email").GetString());
            after = $"&after={line.GetProperty("place").GetString()}";
        }

        Assert.Equal(["one@walk.example", "", "three@walk.example"], seen);
        foreach (var nowhere in new[] { "", "two@walk.example", "s", "sx" })
            await Refusal.IsAsync(await door.Client.GetAsync($"/api/posts/{id}/deliveries?after={nowhere}"), 400, "'place'");
    }

    [Fact]
    public async Task A_reason_of_our_own_has_no_code()
    {
        await door.ImportAsync("email\nleft@own.example\n", "?list=own");
        await door.Client.PatchAsJsonAsync("/api/subscribers/left@own.example", new { state = "suppressed" });
        var id = await door.PublishAsync(list: "own");
        await door.ReachesAsync(id, "sent");

        var line = Assert.Single(await LinesAsync($"/api/posts/{id}/deliveries"));
        Assert.Equal(("skipped", "The address is suppressed."), (line.GetProperty("outcome").GetString(), line.GetProperty("reply").GetString()));
        Assert.False(line.TryGetProperty("code", out _));
        var told = await door.GetAsync($"/api/posts/{id}/deliveries/left@own.example");
        Assert.All(told.GetProperty("steps").EnumerateArray(), step => Assert.False(step.TryGetProperty("code", out _)));
    }

    [Theory]
    [InlineData("*/*", "application/x-ndjson")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("text/csv; charset=utf-8", "text/csv")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/csv, */*", "text/csv")]
    [InlineData("text/csv;q=0", "application/x-ndjson")]
    [InlineData("text/csv;q=0.1, application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv;q=0.1, */*", "application/x-ndjson")]
    [InlineData("text/csv;q=0.9, application/x-ndjson;q=0.8", "text/csv")]
    [InlineData("text/csv;q=0.5, */*;q=0.1", "text/csv")]
    [InlineData("text/csv;q=0, text/*", "application/x-ndjson")]
    public async Task The_form_is_the_one_the_caller_likes_best(string accept, string type)
    {
        var id = await door.PublishAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/posts/{id}/deliveries");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        Assert.Equal(type, (await door.Client.SendAsync(request)).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_list_longer_than_one_page_comes_whole()
    {
        var csv = "email\n" + string.Concat(Enumerable.Range(0, 1200).Select(number => $"r{number}@many.example\n"));
        await door.ImportAsync(csv, "?list=many");
        var id = await door.PublishAsync(list: "many");
        await door.ReachesAsync(id, "sent");
        var lines = await LinesAsync($"/api/posts/{id}/deliveries");
        Assert.Equal(1200, lines.Select(line => line.GetProperty("email").GetString()).Distinct().Count());
        Assert.Equal(1100, (await LinesAsync($"/api/posts/{id}/deliveries?limit=1100")).Count);
    }

    private async Task<List<JsonElement>> LinesAsync(string path)
    {
        var answer = await door.Client.GetAsync(path);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
