using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ActorMail.Feeds;

/// <summary>One article of somebody's blog, read from its feed or told by the blog itself.</summary>
/// <param name="Id">What the blog says names the article for good; null when it says nothing.</param>
/// <param name="Title">One line of plain text, never empty.</param>
/// <param name="Html">Harmless: no script, no form, every address absolute. May be empty.</param>
/// <param name="At">When it was published; null when the blog does not say.</param>
public sealed record FeedItem(string? Id, string Title, string Html, Uri? Link, DateTimeOffset? At)
{
    private const int KeyBytes = 18;

    /// <summary>
    /// The names the article is remembered by; whoever is known by one of them is known. The first one is its own. The second one,
    /// address and time together, knows it again when the blog moved house and every id changed.
    /// </summary>
    public IReadOnlyList<string> Keys => Link is { } link && At is { } at
        ? [Key, Hash($"at {link.IdnHost}{link.PathAndQuery} {at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}")]
        : [Key];

    /// <summary>The same for the same article, whatever became of its words; 24 characters.</summary>
    public string Key => Hash(Id is not null ? $"id {Id}"
        : Link is not null ? $"link {Link.AbsoluteUri}"
        : $"words {Title}\n{At?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}\n{Html}");

    /// <summary>A short name for any text.</summary>
    public static string Hash(string text) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, KeyBytes));
}
