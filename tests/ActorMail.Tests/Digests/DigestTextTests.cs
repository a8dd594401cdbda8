using ActorMail.Digests;
using ActorMail.Posts;
using ActorMail.Tests.Letters;

namespace ActorMail.Tests.Digests;

public sealed class DigestTextTests
{
    private static readonly Digest Weekly = new()
    {
        Name = "weekly", List = "weekly", From = "harbour", Cron = "0 8 * * 1", Zone = "UTC", Subject = "The week",
        CreatedAt = DateTimeOffset.UnixEpoch, NextAt = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void An_issue_has_each_posts_title_link_and_opening()
    {
        var content = DigestText.Compose(
            Weekly with { Intro = "Dear **readers**," },
            [Of("Low tide", "# Tides\n\nThe harbour\nis dry.\n\nMore.", "https://example.org/1"), Of("High tide", null)]);

        Assert.Equal("The week", content.Subject);
        Assert.Equal(
            "Dear **readers**,\n\n## [Low tide](<https://example.org/1>)\n\nThe harbour is dry\\.\n\n## High tide\n\n", content.Markdown);
    }

    [Theory]
    [InlineData("Low tide, {{ subscriber.name | default: \"reader\" }}", "Low tide")]
    [InlineData("{{ subscriber.name }}: low tide", "low tide")]
    [InlineData("{{ subscriber.name }}", "…")]
    [InlineData("{% if subscriber.name %}Hi{% endif %} there", "Hi there")]
    public void Placeholders_of_a_subject_are_left_out(string subject, string title) =>
        Assert.Equal($"## {title}\n\n", DigestText.Compose(Weekly, [Of(subject, null)]).Markdown);

    [Fact]
    public async Task An_opening_of_nothing_but_open_placeholders_takes_no_longer_than_others()
    {
        var post = Of("Braces", new string('{', 1024 * 1024));
        var content = await Task.Run(() => DigestText.Compose(Weekly, [post])).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.StartsWith("## Braces\n\n\\{", content.Markdown);
    }

    [Theory]
    [InlineData("- a list")]
    [InlineData("1. a list")]
    [InlineData("> a quote")]
    [InlineData("| a | table |")]
    [InlineData("with a [link][1]")]
    [InlineData("<p>html</p>")]
    [InlineData("Hello {{ subscriber.name }}")]
    [InlineData("{% if subscriber.name %}Hello")]
    public void An_opening_that_is_more_than_words_is_left_out(string markdown) =>
        Assert.Equal("## A post\n\n", DigestText.Compose(Weekly, [Of("A post", markdown)]).Markdown);

    [Theory]
    [InlineData("*Stars* & <tags> [here](x) `code` #1 _a_ ![b](c) | ~~d~~")]
    [InlineData("1. One - 2. Two + {x} \\ end!")]
    public void What_an_author_wrote_as_words_stays_words(string words)
    {
        var content = DigestText.Compose(Weekly, [Of(words, null), Of("Second", "html", null) with { Content = new PostContent("S", Html: "<p>", Text: words) }]);
        Assert.Empty(Press.Default.Check(content, "news"));
        var (_, html) = Press.Markdown(content.Markdown!);
        var written = System.Net.WebUtility.HtmlEncode(words);
        Assert.Contains($">{written}</h2>", html);
        Assert.Contains($">{written}</p>", html);
    }

    [Fact]
    public void A_long_opening_is_cut_between_words()
    {
        var content = DigestText.Compose(Weekly, [Of("Long", string.Concat(Enumerable.Repeat("word ", 200)))]);
        Assert.EndsWith("word …\n\n", content.Markdown);
        Assert.True(content.Markdown!.Length < 600);
    }

    private static Post Of(string subject, string? markdown, string? url = null) => new()
    {
        Id = default, List = "harbour", Content = new PostContent(subject, markdown, Url: url), Status = PostStatus.Sent,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
