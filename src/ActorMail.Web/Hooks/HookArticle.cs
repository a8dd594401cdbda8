using System.Globalization;
using System.Text.Json;
using ActorMail.Hooks;

namespace ActorMail.Web.Hooks;

/// <summary>What a blog's message tells.</summary>
internal abstract record HookArticle
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64 };

    private HookArticle() { }

    /// <summary>An article everybody may read, just published.</summary>
    /// <param name="Title">HTML.</param>
    public sealed record Published(string Id, string? Title, string? Html, Uri? Link, DateTimeOffset? At) : HookArticle;

    /// <summary>Nothing for readers.</summary>
    public sealed record Ignored(string Why) : HookArticle;

    public sealed record Unreadable(string Why) : HookArticle;

    public static HookArticle Read(HookKind kind, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Reading);
            return kind == HookKind.Ghost ? Ghost(document.RootElement) : WordPress(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return new Unreadable("The body is no JSON as this blog writes it.");
        }
    }

    /// <summary>The events of Ghost carry <c>{"post": {"current": {…}, "previous": {…}}}</c>.</summary>
    private static HookArticle Ghost(JsonElement root)
    {
        if (Member(root, "post") is not { } post) return new Ignored("this event is not of a post");
        if (Member(post, "current") is not { } current || Text(current, "id") is not { } id) return new Ignored("the post is gone");
        if (Text(current, "status") != "published") return new Ignored("the post is not published");
        // What only members may read on the blog is not for every reader of a list here.
        if (Text(current, "visibility") is { } visibility and not "public") return new Ignored($"the post is for {visibility} only");
        return new Published(id, Encoded(Text(current, "title")),
            Text(current, "html") ?? Encoded(Text(current, "custom_excerpt") ?? Text(current, "excerpt")), Address(Text(current, "url")),
            Moment(Text(current, "published_at")));
    }

    /// <summary>The snippet and the plugin carry WordPress's own words: <c>{"post": {"ID", "post_title", …}, "post_permalink"}</c>.</summary>
    private static HookArticle WordPress(JsonElement root)
    {
        if (Member(root, "post") is not { } post || (Text(post, "ID") ?? Text(root, "post_id")) is not { } id)
            return new Unreadable("The body holds no post.");
        if ((Text(post, "post_type") ?? "post") is var type and not "post") return new Ignored($"a {type} is not sent");
        if (Text(post, "post_status") != "publish") return new Ignored("the post is not published");
        if (Text(post, "post_password") is not null) return new Ignored("the post is protected by a password");
        return new Published(id, Text(post, "post_title"), Text(post, "post_content") ?? Text(post, "post_excerpt"),
            Address(Text(root, "post_permalink") ?? Text(post, "guid")), Moment(Text(post, "post_date_gmt")));
    }

    private static JsonElement? Member(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object
            ? member
            : null;

    /// <summary>A text or a number; null for an empty one.</summary>
    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    } : null;

    private static string? Encoded(string? text) => text is null ? null : System.Net.WebUtility.HtmlEncode(text);

    private static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is ("http" or "https") ? link : null;

    private static DateTimeOffset? Moment(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
