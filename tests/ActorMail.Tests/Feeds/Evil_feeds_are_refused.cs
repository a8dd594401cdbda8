using System.Text;

namespace ActorMail.Tests.Feeds;

public sealed class Evil_feeds_are_refused
{
    [Theory]
    [InlineData("<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>", "DTD")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&e;</title></item></channel></rss>", "DTD")]
    [InlineData("<!DOCTYPE x SYSTEM \"http://169.254.169.254/x.dtd\"><rss><channel/></rss>", "DTD")]
    [InlineData("<html><body>Not found</body></html>", "web page")]
    [InlineData("<!doctype html><title>x</title>", "web page")]
    [InlineData("<opml/>", "its root is 'opml'")]
    [InlineData("<rss><channel><item></channel></rss>", "no sound XML: line 1")]
    [InlineData("<rss><channel><item><title>&nope;</title></item></channel></rss>", "no sound XML")]
    [InlineData("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[", "no sound JSON")]
    [InlineData("{\"items\":[]}", "no JSON Feed")]
    [InlineData("hello", "neither XML nor JSON")]
    [InlineData("   ", "is empty")]
    public void What_is_no_feed_says_so(string text, string why) => Assert.Contains(why, Sample.Refusal(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_tower_of_elements_is_refused()
    {
        var tower = string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.Contains("nested", Sample.Refusal(Encoding.UTF8.GetBytes($"<rss><channel>{tower}")));
        Assert.Contains("no sound JSON", Sample.Refusal(Encoding.UTF8.GetBytes("{\"version\":" + new string('[', 100_000))));
    }

    [Fact]
    public void More_items_than_any_feed_has_are_not_read()
    {
        var items = string.Concat(Enumerable.Range(0, 3000).Select(n => $"<item><guid>{n}</guid></item>"));
        Assert.Equal(1000, Sample.Read($"<rss><channel>{items}</channel></rss>").Count);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>x")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<a href=\" &#14; java\tscript:alert(1)\">x</a>")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>")]
    [InlineData("<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>")]
    [InlineData("<style>@import url(javascript:alert(1))</style>")]
    [InlineData("<p style=\"background:url(javascript:alert(1))\">x</p>")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>")]
    [InlineData("<form action=\"https://evil.example/alert\"><input name=p></form>")]
    [InlineData("<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">")]
    [InlineData("<base href=\"javascript:alert(1)//\"><a href=x>x</a>")]
    [InlineData("<object data=\"javascript:alert(1)\"></object><embed src=\"data:alert\">")]
    public void Nothing_that_runs_gets_through(string html)
    {
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Sample.Clean(html).Html);
        Assert.Empty(document.QuerySelectorAll("script, style, iframe, svg, math, form, input, object, embed, meta, base"));
        Assert.All(document.All.SelectMany(element => element.Attributes), attribute =>
        {
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name == "style", attribute.Name);
            Assert.DoesNotContain("alert(", attribute.Name is "href" or "src" ? attribute.Value : "");
        });
    }

    [Fact]
    public void Words_in_unknown_elements_stay_and_what_is_too_long_leads_to_the_web()
    {
        Assert.Equal("<p>one two</p>", Sample.Clean("<p>one <x-y>two</x-y></p>").Html);
        Assert.Equal("", Sample.Clean("<p>" + new string('x', 600_000)).Html);
    }
}
