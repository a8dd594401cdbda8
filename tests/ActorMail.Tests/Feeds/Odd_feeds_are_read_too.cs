using System.Text;
using ActorMail.Outbound.Feeds;

namespace ActorMail.Tests.Feeds;

public sealed class Odd_feeds_are_read_too
{
    [Fact]
    public void Without_a_title_the_first_words_stand_for_it() =>
        Assert.Equal("Just a note", Sample.Item("<description>&lt;p&gt;Just a &lt;b&gt;note&lt;/b&gt;&lt;/p&gt;</description>").Title);

    [Fact]
    public void Without_anything_the_blog_stands_for_it() => Assert.Equal("blog.example", Sample.Item("<link>/x</link>").Title);

    [Fact]
    public void Without_an_id_the_address_names_it_and_without_an_address_its_words_do()
    {
        var linked = Sample.Item("<title>a</title><link>/x</link>");
        Assert.Equal(linked.Key, Sample.Item("<title>b</title><link>/x</link>").Key);
        Assert.NotEqual(linked.Key, Sample.Item("<title>a</title><link>/y</link>").Key);
        Assert.Equal(Sample.Item("<title>a</title>").Key, Sample.Item("<title>a</title>").Key);
        Assert.NotEqual(Sample.Item("<title>a</title>").Key, Sample.Item("<title>b</title>").Key);
    }

    [Fact]
    public void An_edited_item_keeps_its_key() => Assert.Equal(
        Sample.Item("<guid>7</guid><title>a</title>").Key, Sample.Item("<guid>7</guid><title>A, corrected</title>").Key);

    [Fact]
    public void An_id_that_is_an_address_leads_there_when_nothing_else_does()
    {
        Assert.Equal("https://b.example/p", Sample.Item("<title>a</title><guid>https://b.example/p</guid>").Link!.AbsoluteUri);
        Assert.Null(Sample.Item("<title>a</title><guid isPermaLink=\"false\">https://b.example/p</guid>").Link);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:text/html,x")]
    public void A_link_that_is_none_is_left_out(string link) => Assert.Null(Sample.Item($"<title>a</title><link>{link}</link>").Link);

    [Theory]
    [InlineData("windows-1251")]
    [InlineData("ISO-8859-5")]
    [InlineData("koi8-r")]
    [InlineData("utf-8")]
    public void The_declared_encoding_is_taken(string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var xml = $"<?xml version=\"1.0\" encoding=\"{name}\"?><rss><channel><item><title>Прилив</title></item></channel></rss>";
        Assert.Equal("Прилив", Assert.Single(Sample.Read(encoding.GetBytes(xml))).Title);
    }

    [Fact]
    public void The_servers_charset_comes_before_the_declaration_and_a_mark_before_both()
    {
        const string xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss><channel><item><title>Ebbe bei Föhr</title></item></channel></rss>";
        Assert.Equal("Ebbe bei Föhr", Assert.Single(Sample.Read(Encoding.Latin1.GetBytes(xml), "iso-8859-1")).Title);
        Assert.Equal("Ebbe bei Föhr", Assert.Single(Sample.Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(xml)], "iso-8859-1")).Title);
        Assert.Equal("Ebbe bei Föhr", Assert.Single(Sample.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(xml)], "nonsense")).Title);
    }

    [Fact]
    public void Control_characters_that_XML_forbids_do_not_stop_it() => Assert.Equal("ab", Sample.Item("<title>a\u000Bb</title>").Title);

    [Fact]
    public void An_xhtml_body_is_read_as_HTML()
    {
        var item = Assert.Single(Sample.Read("""
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/a/"><entry><id>1</id><title>t</title>
            <link href="b"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>one<br/><a href="c">two</a></p></div></content></entry></feed>
            """));
        Assert.Equal("https://base.example/a/b", item.Link!.AbsoluteUri);
        Assert.Equal("<p>one<br><a href=\"https://base.example/a/c\">two</a></p>", item.Html);
    }

    [Theory]
    [InlineData("Tue, 06 Jan 2026 09:12:44 +0000", "2026-01-06T09:12:44Z")]
    [InlineData("Tue, 6 Jan 2026 9:12 GMT", "2026-01-06T09:12:00Z")]
    [InlineData("06 Jan 26 09:12:44 EST", "2026-01-06T14:12:44Z")]
    [InlineData("Mon, 06 Jan 2026 09:12:44 +0530", "2026-01-06T03:42:44Z")]
    [InlineData("Tue, 06 Jan 2026 09:12:44 +0000 (UTC)", "2026-01-06T09:12:44Z")]
    [InlineData("Tue,06 Jan 2026  09:12:44 Z", "2026-01-06T09:12:44Z")]
    [InlineData("06 Jan 2026 09:12:44", "2026-01-06T09:12:44Z")]
    [InlineData("2026-01-06T09:12:44.123-08:00", "2026-01-06T17:12:44.123Z")]
    [InlineData("2026-01-06 09:12:44", "2026-01-06T09:12:44Z")]
    [InlineData("2026-01-06", "2026-01-06T00:00:00Z")]
    [InlineData("yesterday", null)]
    [InlineData("0000-00-00", null)]
    [InlineData("", null)]
    public void Moments_are_read_as_they_come(string text, string? at) => Assert.Equal(
        at is null ? null : DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime(),
        FeedDate.Read(text)?.ToUniversalTime());
}
