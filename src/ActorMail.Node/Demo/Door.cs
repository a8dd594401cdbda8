using System.Text.Json;

namespace ActorMail.Node.Demo;

/// <summary>The node's own HTTP door as the demo uses it: what it shows is what everybody else can do.</summary>
internal sealed class Door(HttpClient http)
{
    /// <summary>Imports a CSV file into a list; gives the last line of the answer.</summary>
    public async Task<ImportSummary> ImportAsync(string file, string list, CancellationToken cancel)
    {
        await using var rows = File.OpenRead(file);
        using var body = new StreamContent(rows) { Headers = { ContentType = new("text/csv", "utf-8") } };
        using var answer = await http.PostAsync(
            $"api/subscribers/import?list={Uri.EscapeDataString(list)}", body, cancel);
        var text = await TextOf(answer, cancel);
        var last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        return JsonSerializer.Deserialize<ImportSummary>(last, JsonSerializerOptions.Web)!;
    }

    public async Task<Published> PublishAsync(string list, string subject, string markdown, string url, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync("api/posts", new { list, subject, markdown, url }, cancel);
        await TextOf(answer, cancel);
        return (await answer.Content.ReadFromJsonAsync<Published>(cancel))!;
    }

    public async Task<Progress> ReadAsync(string id, CancellationToken cancel) =>
        (await http.GetFromJsonAsync<Progress>($"api/posts/{id}", cancel))!;

    private static async Task<string> TextOf(HttpResponseMessage answer, CancellationToken cancel)
    {
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode
            ? text
            : throw new HttpRequestException(
                $"{answer.RequestMessage?.RequestUri?.AbsolutePath} answered {answer.StatusCode}: {text}");
    }
}

/// <summary>The figures an import ends with.</summary>
internal sealed record ImportSummary(long Imported, long Updated, long Refused);

/// <summary>A stored post.</summary>
internal sealed record Published(string Id, string Status);

/// <summary>How far a post is.</summary>
internal sealed record Progress(
    string Id, string Subject, string Status, Totals Totals, double RatePerSecond, double? EtaSeconds)
{
    public bool Finished => Status is "sent" or "cancelled";
}

/// <summary>A post's books.</summary>
internal sealed record Totals(
    long Audience, long Accepted, long Deferred, long Rejected, long Skipped, long Uncertain, long Cancelled,
    long Pending)
{
    public long Decided => Accepted + Rejected + Skipped + Uncertain + Cancelled;

    public bool Balanced => Audience == Decided;
}
