using System.Xml.Linq;
using ActorMail.Feeds;

namespace ActorMail.Outbound.Feeds;

/// <summary>RSS 0.9x and 2.0, and RSS 1.0 (RDF), whose items stand beside the channel.</summary>
internal static class RssFeed
{
    private static readonly XName Content = XName.Get("encoded", "http://purl.org/rss/1.0/modules/content/");
    private static readonly XName Date = XName.Get("date", "http://purl.org/dc/elements/1.1/");
    private static readonly XName About = XName.Get("about", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    private static readonly XName AtomLink = XName.Get("link", "http://www.w3.org/2005/Atom");
    private static readonly XName OriginalLink = XName.Get("origLink", "http://rssnamespace.org/feedburner/ext/1.0");

    public static IReadOnlyList<FeedItem> Read(XElement root, Uri url, IArticleCleaner cleaner)
    {
        var channel = Child(root, "channel") ?? throw new FormatException("this is no feed: it has no channel");
        var site = FeedLinks.Resolve(url, Value(channel, "link")) ?? url;
        return [.. channel.Elements().Concat(root.Elements()).Where(element => element.Name.LocalName == "item")
            .Take(FeedFormats.MaxItems).Select(item => Item(item, site, cleaner))];
    }

    private static FeedItem Item(XElement item, Uri site, IArticleCleaner cleaner)
    {
        var guid = Child(item, "guid");
        var id = Text(guid?.Value) ?? Text(item.Attribute(About)?.Value);
        // A guid is an address unless it says that it is none.
        var isAddress = guid is not null && guid.Attribute("isPermaLink")?.Value.Trim() != "false";
        var link = FeedLinks.Resolve(FeedLinks.Base(item, site), item.Element(OriginalLink)?.Value ?? Value(item, "link")
            ?? item.Element(AtomLink)?.Attribute("href")?.Value
            ?? (isAddress && Uri.IsWellFormedUriString(id, UriKind.Absolute) ? id : null));
        return cleaner.Clean(id, Value(item, "title"), Text(item.Element(Content)?.Value) ?? Value(item, "description"),
            link ?? site, FeedDate.Read(Value(item, "pubDate") ?? item.Element(Date)?.Value)) with { Link = link };
    }

    /// <summary>RSS has no namespace of its own, or one of several.</summary>
    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(
        child => child.Name.LocalName == name
            && (child.Name.Namespace == XNamespace.None || child.Name.NamespaceName.Contains("rss", StringComparison.Ordinal)));

    private static string? Value(XElement parent, string name) => Text(Child(parent, name)?.Value);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
