namespace ActorMail.Tests.Feeds;

public sealed class Real_feeds_are_read
{
    [Fact]
    public void WordPress()
    {
        var items = Sample.Of("wordpress.rss");
        Assert.Equal(2, items.Count);
        var first = items[0];
        Assert.Equal("https://harbour.example/?p=182", first.Id);
        Assert.Equal("Low tide – mind the “new” steps", first.Title);
        Assert.Equal("https://harbour.example/2026/01/low-tide/", first.Link!.AbsoluteUri);
        Assert.Equal(new DateTimeOffset(2026, 1, 6, 9, 12, 44, TimeSpan.Zero), first.At);
        Assert.Contains("<strong>slippery</strong>", first.Html);
        Assert.Contains("src=\"https://harbour.example/wp-content/uploads/steps.jpg\"", first.Html);
        Assert.Contains("href=\"https://harbour.example/2026/01/low-tide/?p=12\"", first.Html);
        Assert.DoesNotContain("alert", first.Html);
        Assert.DoesNotContain("srcset", first.Html);
        Assert.DoesNotContain("pixel.example", first.Html);
        Assert.Equal("<p>Two green, one red.</p>", items[1].Html);
    }

    [Fact]
    public void Ghost()
    {
        var item = Assert.Single(Sample.Of("ghost.rss"));
        Assert.Equal(("695b8a1e9d2c4a0001f0c3aa", "Reefing early & often"), (item.Id, item.Title));
        Assert.Equal("https://salt.example/reefing-early/", item.Link!.AbsoluteUri);
        Assert.Contains("<code>{{ wind }}</code>", item.Html);
        Assert.DoesNotContain("iframe", item.Html);
    }

    [Fact]
    public void Hugo()
    {
        var item = Assert.Single(Sample.Of("hugo.rss"));
        Assert.Equal(("The bowline", "https://rope.example/posts/bowline/"), (item.Title, item.Id));
        Assert.Equal("<p>The knot that <a href=\"https://rope.example/posts/reef/\">holds</a>.</p>", item.Html);
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 23, 0, 0, TimeSpan.Zero), item.At!.Value.ToUniversalTime());
    }

    [Fact]
    public void Jekyll()
    {
        var item = Assert.Single(Sample.Of("jekyll.atom"));
        Assert.Equal(("Oil & varnish", "https://deck.example/2026/01/03/oil"), (item.Title, item.Id));
        Assert.Equal("<p>Three coats, see <a href=\"https://deck.example/tools\">tools</a>.</p>", item.Html);
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 8, 30, 0, TimeSpan.Zero), item.At);
    }

    [Fact]
    public void Substack()
    {
        var item = Assert.Single(Sample.Of("substack.rss"));
        Assert.Equal("The lamp", item.Title);
        Assert.Contains("<p>It turns.</p>", item.Html);
        Assert.DoesNotContain("<form", item.Html);
        Assert.DoesNotContain("<input", item.Html);
        Assert.DoesNotContain("data-attrs", item.Html);
    }

    [Fact]
    public void Blogger()
    {
        var item = Assert.Single(Sample.Of("blogger.atom"));
        Assert.Equal(("tag:blogger.com,1999:blog-100200300.post-42", "Bait & switch"), (item.Id, item.Title));
        Assert.Equal("https://crabpots.blogspot.example/2026/01/bait.html", item.Link!.AbsoluteUri);
        Assert.Equal("<p>Herring <b>again</b>.</p>", item.Html);
    }

    [Fact]
    public void A_JSON_Feed_with_an_item_that_has_no_title()
    {
        var items = Sample.Of("microblog.json");
        Assert.Equal(("2347259", "https://waves.example/2026/01/07/seal.html"), (items[0].Id, items[0].Link!.AbsoluteUri));
        Assert.Equal("Saw a seal at the pier this morning, the first one of the year, and it looked at…", items[0].Title);
        Assert.EndsWith("&amp; a fish.</p><p>Still there at noon.</p>", items[0].Html);
        Assert.Equal("On <waiting>", items[1].Title);
    }

    [Fact]
    public void RSS_1()
    {
        var item = Assert.Single(Sample.Of("rdf.rss"));
        Assert.Equal(("Crane", "https://quay.example/1", "https://quay.example/1"), (item.Title, item.Id, item.Link!.AbsoluteUri));
        Assert.Equal(2025, item.At!.Value.Year);
    }
}
