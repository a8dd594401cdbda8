using System.Globalization;
using System.Text.Json;
using ActorMail.Feeds;

namespace ActorMail.Outbound.Feeds;

/// <summary>JSON Feed 1.0 and 1.1 (jsonfeed.org).</summary>
internal static class JsonFeed
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 32 };

    public static IReadOnlyList<FeedItem> Read(string text, Uri url, IArticleCleaner cleaner)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            var feed = document.RootElement;
            if (!feed.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array
                || !(Text(feed, "version") ?? "").Contains("jsonfeed.org", StringComparison.Ordinal))
                throw new FormatException("this is JSON, but no JSON Feed");
            var site = FeedLinks.Resolve(url, Text(feed, "home_page_url")) ?? url;
            return [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(FeedFormats.MaxItems)
                .Select(item => Item(item, site, cleaner))];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new FormatException("it is no sound JSON");
        }
    }

    private static FeedItem Item(JsonElement item, Uri site, IArticleCleaner cleaner)
    {
        var link = FeedLinks.Resolve(site, Text(item, "url") ?? Text(item, "external_url"));
        var html = Text(item, "content_html")
            ?? Paragraphs(Text(item, "content_text")) ?? Paragraphs(Text(item, "summary"));
        var title = Text(item, "title") is { } plain ? System.Net.WebUtility.HtmlEncode(plain) : null;
        return cleaner.Clean(Id(item), title, html, link ?? site,
            FeedDate.Read(Text(item, "date_published") ?? Text(item, "date_modified")))
            with { Link = link };
    }

    /// <summary>A number is read as text, as the specification asks.</summary>
    private static string? Id(JsonElement item) => !item.TryGetProperty("id", out var id) ? null : id.ValueKind switch
    {
        JsonValueKind.String => id.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => id.GetDecimal().ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Paragraphs(string? text) => text is null ? null : string.Concat(
        text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => $"<p>{System.Net.WebUtility.HtmlEncode(part.Trim()).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()!.Trim()
            : null;
}
