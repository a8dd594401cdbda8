using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ActorMail.Node.Tests.Http;

public sealed class DigestsOverHttpTests : IAsyncLifetime
{
    private readonly WebDoor _door = new();

    public Task InitializeAsync() => _door.InitializeAsync();

    public Task DisposeAsync() => _door.DisposeAsync();

    [Fact]
    public async Task A_digest_is_put_listed_replaced_and_removed()
    {
        var put = await PutAsync("Weekly", new { list = "default", cron = "0 8 * * 1", zone = "Europe/Berlin", subject = "The week" });
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var next = (await WebDoor.JsonAsync(put)).GetProperty("nextAt").GetDateTimeOffset();
        Assert.True(next > TimeProvider.System.GetUtcNow() && next.Minute == 0 && next.DayOfWeek == DayOfWeek.Monday, next.ToString());
        await PutAsync("weekly", new { list = "default", cron = "0 9 * * 1", subject = "The week" });

        var digest = Assert.Single((await _door.GetAsync("/api/digests")).GetProperty("digests").EnumerateArray());
        Assert.Equal(("weekly", "default", "0 9 * * 1", "UTC"),
            (Text(digest, "name"), Text(digest, "from"), Text(digest, "cron"), Text(digest, "zone")));
        Assert.Equal(HttpStatusCode.NoContent, (await _door.Client.DeleteAsync("/api/digests/weekly")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _door.Client.DeleteAsync("/api/digests/weekly")).StatusCode);
    }

    [Theory]
    [InlineData("""{"list":"default","cron":"soon","subject":"S"}""", "cron")]
    [InlineData("""{"list":"default","cron":"0 8 * * *","zone":"Europe/Nowhere","subject":"S"}""", "zone")]
    [InlineData("""{"list":"nobody","cron":"0 8 * * *","subject":"S"}""", "list")]
    [InlineData("""{"list":"default","from":"nobody","cron":"0 8 * * *","subject":"S"}""", "from")]
    [InlineData("""{"list":"default","cron":"0 8 * * *"}""", "subject")]
    [InlineData("""{"cron":"0 8 * * *","subject":"S"}""", "list")]
    [InlineData("""{"list":"default","cron":"0 8 * * *","subject":"S","when":1}""", "when")]
    public async Task What_is_wrong_is_named_and_nothing_is_stored(string wish, string field)
    {
        using var answer = await PutAsync("weekly", JsonSerializer.Deserialize<JsonElement>(wish));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await WebDoor.JsonAsync(answer)).GetProperty("errors").TryGetProperty(field, out _));
        Assert.Empty((await _door.GetAsync("/api/digests")).GetProperty("digests").EnumerateArray());
    }

    private Task<HttpResponseMessage> PutAsync(string name, object wish) => _door.Client.PutAsJsonAsync($"/api/digests/{name}", wish);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
