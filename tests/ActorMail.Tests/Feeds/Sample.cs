using System.Text;
using ActorMail.Feeds;
using ActorMail.Outbound.Articles;
using ActorMail.Outbound.Feeds;

namespace ActorMail.Tests.Feeds;

/// <summary>Feeds as the blogs of the world write them; the words are invented.</summary>
internal static class Sample
{
    public static readonly Uri Url = new("https://feeds.example/dir/feed.xml");
    private static readonly ArticleCleaner Cleaner = new();

    public static IReadOnlyList<FeedItem> Of(string file) => Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Feeds", "Samples", file)));

    public static IReadOnlyList<FeedItem> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static IReadOnlyList<FeedItem> Read(byte[] bytes, string? charset = null) => FeedFormats.Read(bytes, charset, Url, Cleaner);

    /// <summary>An RSS feed of one item.</summary>
    public static FeedItem Item(string inside) =>
        Assert.Single(Read($"<rss version=\"2.0\"><channel><title>t</title><link>https://blog.example/home/</link><item>{inside}</item></channel></rss>"));

    public static string Refusal(byte[] bytes) => Assert.Throws<FormatException>(() => Read(bytes)).Message;

    public static FeedItem Clean(string html, string? link = "https://blog.example/2026/post") =>
        Cleaner.Clean("1", "A title", html, link is null ? null : new Uri(link), null);
}
