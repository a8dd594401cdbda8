using System.Xml.Linq;
using ActorMail.Feeds;

namespace ActorMail.Outbound.Feeds;

/// <summary>Atom 1.0 (RFC 4287), and what is left of 0.3.</summary>
internal static class AtomFeed
{
    public static IReadOnlyList<FeedItem> Read(XElement feed, Uri url, IArticleCleaner cleaner) =>
        [.. feed.Elements().Where(element => element.Name.LocalName == "entry").Take(FeedFormats.MaxItems)
            .Select(entry => Entry(entry, url, cleaner))];

    private static FeedItem Entry(XElement entry, Uri url, IArticleCleaner cleaner)
    {
        var from = FeedLinks.Base(entry, url);
        var links = entry.Elements().Where(element => element.Name == entry.Name.Namespace + "link").ToList();
        var link = links.FirstOrDefault(element => (element.Attribute("rel")?.Value ?? "alternate") == "alternate");
        var address = FeedLinks.Resolve(link is null ? from : FeedLinks.Base(link, url), link?.Attribute("href")?.Value);
        var content = Child(entry, "content");
        var body = content?.Attribute("src") is null ? content ?? Child(entry, "summary") : Child(entry, "summary");
        var html = body is null ? null : Html(body);
        var inside = body is null ? from : FeedLinks.Base(body, url);
        return cleaner.Clean(Text(entry, "id"), Child(entry, "title") is { } title ? Html(title) : null, html,
            body is not null && inside != url ? inside : address ?? from,
            FeedDate.Read(Text(entry, "published") ?? Text(entry, "issued") ?? Text(entry, "updated") ?? Text(entry, "modified")))
            with { Link = address };
    }

    /// <summary>A text construct (RFC 4287 3.1) as HTML.</summary>
    private static string? Html(XElement text) => text.Attribute("type")?.Value switch
    {
        "html" or "text/html" => text.Value,
        "xhtml" or "application/xhtml+xml" => Inside(text.Elements().FirstOrDefault(child => child.Name.LocalName == "div") ?? text),
        null or "text" or "text/plain" => System.Net.WebUtility.HtmlEncode(text.Value),
        _ => null,
    };

    private static string Inside(XElement element) =>
        string.Concat(element.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)));

    private static XElement? Child(XElement parent, string name) => parent.Element(parent.Name.Namespace + name);

    private static string? Text(XElement parent, string name) =>
        Child(parent, name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
