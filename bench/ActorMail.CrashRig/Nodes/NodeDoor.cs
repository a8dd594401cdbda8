using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ActorMail.CrashRig.Nodes;

/// <summary>The node's HTTP door as the rig uses it.</summary>
internal sealed class NodeDoor(Uri url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };

    public static string Reader(int number) => $"reader-{number}@example.com";

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

    public async Task ImportAsync(int readers)
    {
        var csv = "email,name\n" + string.Concat(Enumerable.Range(1, readers).Select(n => $"{Reader(n)},Reader {n}\n"));
        using var body = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await _http.PostAsync("api/subscribers/import?list=default", body);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Publishes, or finds what was published before.</summary>
    public async Task<string> PublishAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/posts")
        {
            Content = JsonContent.Create(new { subject = "News", markdown = "Hello {{ subscriber.name }}!" }),
            Headers = { { "Idempotency-Key", "the-post-of-the-run" } },
        };
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public async Task<PostSeen> ReadAsync(string id) => (await _http.GetFromJsonAsync<PostSeen>($"api/posts/{id}"))!;

    /// <summary>The post once it is finished, else as it is after <paramref name="within"/>.</summary>
    public async Task<PostSeen> FinishedAsync(string id, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (true)
        {
            var seen = await ReadAsync(id);
            if (seen.FinishedAt is not null || limit.IsCancellationRequested) return seen;
            await Task.Delay(25);
        }
    }

    /// <summary>The sentences of one delivery's explanation.</summary>
    public async Task<IReadOnlyList<string>> ExplainAsync(string id, string email)
    {
        var told = await _http.GetFromJsonAsync<JsonElement>($"api/posts/{id}/deliveries/{email}");
        return [.. told.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("what").GetString()!)];
    }

    /// <summary>The readers with this outcome, as the API names them.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync(string id, string outcome)
    {
        var text = await _http.GetStringAsync($"api/posts/{id}/deliveries?outcome={outcome}");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("email").GetString()!).ToHashSet();
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A post as the API shows it.</summary>
internal sealed record PostSeen(string Id, string Status, DateTimeOffset? FinishedAt, TotalsSeen Totals);

/// <summary>A post's books as the API shows them.</summary>
internal sealed record TotalsSeen(
    long Audience, long Accepted, long Deferred, long Rejected, long Skipped, long Uncertain, long Cancelled, long Pending)
{
    public bool Balanced => Audience == Accepted + Rejected + Skipped + Uncertain + Cancelled;
}
