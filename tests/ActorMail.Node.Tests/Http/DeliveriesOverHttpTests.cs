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

        Assert.Single(await LinesAsync($"/api/posts/{id}/deliveries?outcome=rejected"));
        Assert.Equal(2, (await LinesAsync($"/api/posts/{id}/deliveries?after=yes@d.example")).Count);
        Assert.Equal(2, (await LinesAsync($"/api/posts/{id}/deliveries?limit=2")).Count);
        await Refusal.IsAsync(await door.Client.GetAsync($"/api/posts/{id}/deliveries?outcome=lost"), 400, "outcome");
        await Refusal.IsAsync(await door.Client.GetAsync($"/api/posts/{id}/deliveries?limit=-1"), 400, "limit");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/posts/{id}/deliveries");
        request.Headers.Add("Accept", "text/csv");
        var csv = await (await door.Client.SendAsync(request)).Content.ReadAsStringAsync();
        Assert.StartsWith("email,outcome,attempts,code,enhanced,reply,relay,node,at,nextAttempt\r\n", csv);
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
