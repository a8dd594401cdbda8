using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ActorMail.Rig.Nodes;

/// <summary>A node's HTTP door as scripts use it. What the door refuses is thrown, with the door's words.</summary>
public sealed class NodeApi : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan ReadyAnswersWithin = TimeSpan.FromSeconds(5);

    public NodeApi(Uri url, string? key = null)
    {
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 100, AllowAutoRedirect = false })
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(60),
        };
        if (key is not null) Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public HttpClient Http { get; }

    public static string Reader(int number) => $"reader-{number}@example.com";

    public async Task<bool> IsReadyAsync()
    {
        using var limit = new CancellationTokenSource(ReadyAnswersWithin);
        try
        {
            using var answer = await Http.GetAsync("readyz", limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Imports reader-1@example.com to reader-N@example.com with their numbers as names.</summary>
    /// <param name="first">The first one's number.</param>
    public Task ImportReadersAsync(int readers, string list = "default", int first = 1) =>
        ImportAsync(
            "email,name,city\n"
            + string.Concat(Enumerable.Range(first, readers).Select(n => $"{Reader(n)},Reader {n},City {n}\n")),
            list);

    public async Task<JsonElement> ImportAsync(string csv, string list = "default")
    {
        using var body = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await Http.PostAsync($"api/subscribers/import?list={list}", body);
        var text = await TextAsync(answer);
        return JsonSerializer.Deserialize<JsonElement>(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    public async Task<HttpResponseMessage> TryPublishAsync(object post, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/posts") { Content = JsonContent.Create(post) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await Http.SendAsync(request);
    }

    /// <summary>Publishes, or finds what was published under the key before, and gives the post's id.</summary>
    public async Task<string> PublishAsync(object? post = null, string? idempotencyKey = null)
    {
        using var answer = await TryPublishAsync(
            post ?? new { subject = "News", markdown = "Hello {{ subscriber.name }}!" }, idempotencyKey);
        return JsonSerializer.Deserialize<JsonElement>(await TextAsync(answer)).GetProperty("id").GetString()!;
    }

    public async Task<PostSeen> ReadAsync(string id) => (await Http.GetFromJsonAsync<PostSeen>($"api/posts/{id}"))!;

    /// <summary>pause, resume, cancel, retry or publish.</summary>
    public async Task<JsonElement> CommandAsync(string id, string command)
    {
        using var answer = await Http.PostAsync($"api/posts/{id}/{command}", null);
        return JsonSerializer.Deserialize<JsonElement>(await TextAsync(answer));
    }

    /// <summary>Waits until the post is finished.</summary>
    public Task<PostSeen> FinishedAsync(string id, TimeSpan within) =>
        SeenAsync(id, post => post.FinishedAt is not null, within);

    /// <summary>The post once it is finished, else as it is after <paramref name="within"/>.</summary>
    public async Task<PostSeen> LastSeenAsync(string id, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (true)
        {
            var seen = await ReadAsync(id);
            if (seen.FinishedAt is not null || limit.IsCancellationRequested) return seen;
            await Task.Delay(Glance);
        }
    }

    /// <summary>Waits until the post looks as wanted.</summary>
    public async Task<PostSeen> SeenAsync(string id, Func<PostSeen, bool> wanted, TimeSpan within)
    {
        var seen = await ReadAsync(id);
        await Eventually.TrueAsync(async () => wanted(seen = await ReadAsync(id)), within, () => seen.ToString());
        return seen;
    }

    public Task<JsonElement> ExplainAsync(string id, string email) =>
        Http.GetFromJsonAsync<JsonElement>($"api/posts/{id}/deliveries/{email}");

    /// <summary>The sentences of one delivery's explanation.</summary>
    public async Task<IReadOnlyList<string>> StepsAsync(string id, string email) =>
        [.. (await ExplainAsync(id, email)).GetProperty("steps").EnumerateArray()
            .Select(step => step.GetProperty("what").GetString()!)];

    /// <summary>The deliveries with this outcome, as the API lists them.</summary>
    public async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(string id, string outcome)
    {
        var text = await Http.GetStringAsync($"api/posts/{id}/deliveries?outcome={outcome}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    /// <summary>The readers with this outcome, as the API names them.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync(string id, string outcome) =>
        (await DeliveriesAsync(id, outcome)).Select(line => line.GetProperty("email").GetString()!).ToHashSet();

    public void Dispose() => Http.Dispose();

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text
            : throw new HttpRequestException($"{(int)answer.StatusCode} {text}", null, answer.StatusCode);
    }
}
