using System.Net;
using System.Text;
using ActorMail.Posts;

namespace ActorMail.Feeds;

/// <summary>An article of a blog as a wish to publish it. Braces in it are words, never placeholders.</summary>
public static class ArticlePost
{
    private const int MaxSubject = 255;
    private const int MaxUrl = 2048;

    /// <param name="key">Under which it is published once, whoever tries again.</param>
    public static NewPost Of(FeedItem item, string list, bool draft, string key) => new()
    {
        Subject = Subject(item.Title),
        Html = Html(item),
        List = list,
        Draft = draft,
        Url = item.Link is { AbsoluteUri: { Length: <= MaxUrl } url } ? url : null,
        IdempotencyKey = key,
    };

    private static string Subject(string title)
    {
        var plain = title.Replace("{{", "{ {", StringComparison.Ordinal).Replace("{%", "{ %", StringComparison.Ordinal);
        return plain.Length <= MaxSubject ? plain : string.Concat(plain.EnumerateRunes().TakeWhile(Fits(MaxSubject - 1))) + "…";
    }

    private static string Html(FeedItem item)
    {
        var html = new StringBuilder($"<h1>{WebUtility.HtmlEncode(item.Title)}</h1>\n").Append(item.Html);
        var more = item.Html.Length > 0 ? "Read it on the web" : "Read on";
        if (item.Link is { } link) html.Append($"\n<p><a href=\"{WebUtility.HtmlEncode(link.AbsoluteUri)}\">{more}</a></p>");
        return html.Replace("{", "&#123;").ToString();
    }

    private static Func<Rune, bool> Fits(int most) => rune => (most -= rune.Utf16SequenceLength) >= 0;
}
