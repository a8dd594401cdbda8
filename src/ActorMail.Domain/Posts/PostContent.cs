namespace ActorMail.Posts;

/// <summary>What the author wrote. Exactly one of <see cref="Markdown"/> and <see cref="Html"/> is given.</summary>
/// <param name="Subject">The subject line; Liquid placeholders allowed.</param>
/// <param name="Markdown">The body as Markdown, or null.</param>
/// <param name="Html">The body as HTML, or null.</param>
/// <param name="Text">The plain text part; null derives it from the body.</param>
/// <param name="Url">Where the post can be read on the web (<c>{{ post.url }}</c>), or null.</param>
public sealed record PostContent(
    string Subject,
    string? Markdown = null,
    string? Html = null,
    string? Text = null,
    string? Url = null);
