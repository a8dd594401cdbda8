using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ActorMail.Node.Tests.Rig;

/// <summary>A node's HTTP door as scripts use it.</summary>
internal sealed class NodeApi(Uri url) : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = 100, AllowAutoRedirect = false })
    {
        BaseAddress = url,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public HttpClient Http => _http;

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Imports reader-1@example.com to reader-N@example.com with their numbers as names.</summary>
    public Task ImportReadersAsync(int readers, string list = "default") =>
        ImportAsync(
            "email,name,city\n"
            + string.Concat(Enumerable.Range(1, readers).Select(n => $"{Reader(n)},Reader {n},City {n}\n")),
            list);

    public static string Reader(int number) => $"reader-{number}@example.com";

    public async Task<JsonElement> ImportAsync(string csv, string list = "default")
    {
        using var body = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await _http.PostAsync($"api/subscribers/import?list={list}", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    public async Task<HttpResponseMessage> TryPublishAsync(object post, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/posts") { Content = JsonContent.Create(post) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await _http.SendAsync(request);
    }

    /// <summary>Publishes and gives the post's id.</summary>
    public async Task<string> PublishAsync(object? post = null)
    {
        using var answer = await TryPublishAsync(
            post ?? new { subject = "News", markdown = "Hello {{ subscriber.name }}!" });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Accepted, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("id").GetString()!;
    }

    public async Task<PostSeen> ReadAsync(string id) => (await _http.GetFromJsonAsync<PostSeen>($"api/posts/{id}"))!;

    /// <summary>pause, resume, cancel, retry or publish.</summary>
    public async Task<JsonElement> CommandAsync(string id, string command)
    {
        using var answer = await _http.PostAsync($"api/posts/{id}/{command}", null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Waits until the post is finished.</summary>
    public Task<PostSeen> FinishedAsync(string id, TimeSpan within) =>
        SeenAsync(id, post => post.FinishedAt is not null, within);

    /// <summary>Waits until the post looks as wanted.</summary>
    public async Task<PostSeen> SeenAsync(string id, Func<PostSeen, bool> wanted, TimeSpan within)
    {
        var seen = await ReadAsync(id);
        await Eventually.TrueAsync(async () => wanted(seen = await ReadAsync(id)), within, () => seen.ToString());
        return seen;
    }

    public Task<JsonElement> ExplainAsync(string id, string email) =>
        _http.GetFromJsonAsync<JsonElement>($"api/posts/{id}/deliveries/{email}");

    /// <summary>The deliveries with this outcome, as the API lists them.</summary>
    public async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(string id, string outcome)
    {
        var text = await _http.GetStringAsync($"api/posts/{id}/deliveries?outcome={outcome}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A post as the API shows it.</summary>
internal sealed record PostSeen(
    string Id, string Subject, string Status, DateTimeOffset? PublishedAt, DateTimeOffset? FinishedAt,
    TotalsSeen Totals);

/// <summary>A post's books as the API shows them.</summary>
internal sealed record TotalsSeen(
    long Audience, long Accepted, long Deferred, long Rejected, long Skipped, long Uncertain, long Cancelled,
    long Pending)
{
    public bool Balanced => Audience == Accepted + Rejected + Skipped + Uncertain + Cancelled;
}
