using System.Xml.Linq;

namespace ActorMail.Outbound.Feeds;

/// <summary>Addresses in feeds, most often absolute, sometimes relative to what an element above says (xml:base).</summary>
internal static class FeedLinks
{
    private static readonly XName XmlBase = XNamespace.Xml + "base";

    public static Uri Base(XElement element, Uri otherwise) =>
        element.AncestorsAndSelf().Reverse().Aggregate(otherwise, (from, at) => Resolve(from, at.Attribute(XmlBase)?.Value) ?? from);

    /// <summary>The absolute http address; null when it is none.</summary>
    public static Uri? Resolve(Uri from, string? text) => !string.IsNullOrWhiteSpace(text)
        && Uri.TryCreate(from, text.Trim(), out var url) && url.Scheme is ("http" or "https") ? url : null;
}
