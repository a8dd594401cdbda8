using System.Xml;
using System.Xml.Linq;
using ActorMail.Feeds;

namespace ActorMail.Outbound.Feeds;

/// <summary>Finds out which format a feed has. What it is comes from the feed itself: servers name its type in many wrong ways.</summary>
internal static class FeedFormats
{
    /// <summary>More than a feed ever shows is not read.</summary>
    public const int MaxItems = 1000;

    private const int MaxDepth = 256;

    /// <param name="charset">From Content-Type, or null.</param>
    /// <param name="url">What relative addresses are relative to, unless the feed says otherwise.</param>
    /// <exception cref="FormatException">It is no feed; says why.</exception>
    public static IReadOnlyList<FeedItem> Read(byte[] bytes, string? charset, Uri url, IArticleCleaner cleaner)
    {
        var text = FeedText.Decode(bytes, charset).TrimStart();
        if (text.Length == 0) throw new FormatException("the feed is empty");
        if (text[0] == '{') return JsonFeed.Read(text, url, cleaner);
        if (text[0] != '<') throw new FormatException("this is no feed: neither XML nor JSON");
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            throw new FormatException("this is a web page; give the address of its feed");
        var root = Parse(text);
        return root.Name.LocalName switch
        {
            "rss" or "RDF" => RssFeed.Read(root, url, cleaner),
            "feed" => AtomFeed.Read(root, url, cleaner),
            "html" => throw new FormatException("this is a web page; give the address of its feed"),
            var other => throw new FormatException($"this is no feed: its root is '{other}'"),
        };
    }

    /// <summary>Without a document type, so entities can neither grow nor reach anywhere.</summary>
    private static XElement Parse(string text)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = HttpFeedSource.MaxBytes,
            MaxCharactersFromEntities = 1024,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var looked = XmlReader.Create(new StringReader(text), settings);
            while (looked.Read())
            {
                if (looked.Depth > MaxDepth) throw new FormatException($"its elements are nested more than {MaxDepth} deep");
            }

            using var reader = XmlReader.Create(new StringReader(text), settings);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException broken)
        {
            throw new FormatException(
                broken.Message.Contains("DTD", StringComparison.Ordinal)
                    ? "it holds a document type (DTD), which is not read"
                    : $"it is no sound XML: line {broken.LineNumber}, column {broken.LinePosition}");
        }
    }
}
