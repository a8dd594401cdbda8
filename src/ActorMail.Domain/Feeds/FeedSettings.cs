namespace ActorMail.Feeds;

/// <summary>A feed whose new items become posts.</summary>
/// <param name="Name">What its memory is kept under: with the same name it may move to another address.</param>
/// <param name="List">The list whose members get its items.</param>
/// <param name="Every">How long to wait between two looks.</param>
/// <param name="Most">Of more new items at once only so many, the newest, are published.</param>
/// <param name="Draft">Items become drafts, for a person to publish.</param>
public sealed record FeedSettings(string Name, Uri Url, string List, TimeSpan Every, int Most, bool Draft)
{
    /// <summary>The name for logs and for those who only look: of an address without its query, which may hold a token.</summary>
    public string Shown => WithoutQuery(Name);

    /// <summary>The address likewise.</summary>
    public string ShownUrl => WithoutQuery(Url.AbsoluteUri);

    private static string WithoutQuery(string text) =>
        text.Contains("://", StringComparison.Ordinal) && text.AsSpan().IndexOfAny('?', '#') is >= 0 and var end ? text[..end] : text;
}
