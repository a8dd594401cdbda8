using ActorMail.Feeds;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp.Letters;
using ActorMail.Subscribers;
using ActorMail.Tokens;

namespace ActorMail.Tests.Feeds;

public sealed class An_article_becomes_a_post
{
    private static readonly LetterPress Press = new(
        new SenderSettings("News", EmailAddress.Parse("news@example.org"), new Uri("https://news.example.org")), new InstanceKeys(new byte[32]));

    [Fact]
    public void With_its_title_its_words_and_the_way_to_the_web()
    {
        var post = Of(new FeedItem("1", "Low tide & more", "<p>Mind the steps.</p>", new Uri("https://b.example/x?a=1&b=2"), null));
        Assert.Equal(("Low tide & more", "readers", "https://b.example/x?a=1&b=2", "key"), (post.Subject, post.List, post.Url, post.IdempotencyKey));
        Assert.Equal(
            "<h1>Low tide &amp; more</h1>\n<p>Mind the steps.</p>\n<p><a href=\"https://b.example/x?a=1&amp;b=2\">Read it on the web</a></p>", post.Html);
        Assert.Empty(Faults(post));
    }

    [Theory]
    [InlineData("{{ subscriber.email }}")]
    [InlineData("{% for x in y %}")]
    [InlineData("{{ unclosed")]
    [InlineData("{%- endraw -%}")]
    [InlineData("}} and {")]
    public void Braces_are_words(string braces)
    {
        var post = Of(new FeedItem("1", $"On {braces}", $"<pre title=\"{braces}\">{braces}</pre>", null, null));
        Assert.Empty(Faults(post));
        var scanned = Smtp.Letters.Placeholders.LiquidScanner.Scan(post.Html!);
        Assert.All(scanned.Nodes, node => Assert.IsType<Smtp.Letters.Placeholders.LiquidNode.Text>(node));
        Assert.DoesNotContain("{{", post.Subject);
        Assert.DoesNotContain("{%", post.Subject);
    }

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        var subject = Of(new FeedItem("1", string.Concat(Enumerable.Repeat("🌊", 200)), "<p>x</p>", null, null)).Subject;
        Assert.Equal(255, subject.Length);
        Assert.EndsWith("🌊…", subject);
    }

    [Fact]
    public void Without_words_it_leads_to_the_web() => Assert.Contains(
        ">Read on</a>", Of(new FeedItem("1", "Title", "", new Uri("https://b.example/"), null)).Html);

    private static NewPost Of(FeedItem item) => ArticlePost.Of(item, "readers", draft: false, "key");

    private static IReadOnlyList<ContentFault> Faults(NewPost post) => Press.Check(new PostContent(post.Subject, Html: post.Html, Url: post.Url), post.List!);
}
