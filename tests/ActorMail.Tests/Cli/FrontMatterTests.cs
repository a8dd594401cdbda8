using ActorMail.PostFiles;

namespace ActorMail.Tests.Cli;

public sealed class FrontMatterTests
{
    [Theory]
    [InlineData("---\nsubject: News\nlist: readers\nat: 2026-03-01T09:00Z\nurl: https://e.org/1\n---\n# Hi\n",
        "News", "readers", "2026-03-01T09:00Z", "https://e.org/1", "# Hi\n")]
    [InlineData("---\r\nsubject: News\r\n---\r\n# Hi\r\n", "News", null, null, null, "# Hi\r\n")]
    [InlineData("---\nsubject: \"Colons: yes\"\n...\nbody", "Colons: yes", null, null, null, "body")]
    [InlineData("---  \nsubject: Trailing blanks\n---\t\nbody", "Trailing blanks", null, null, null, "body")]
    [InlineData("---\n---\nbody", null, null, null, null, "body")]
    [InlineData("---\n# only a comment\n---\nbody", null, null, null, null, "body")]
    [InlineData("---\nsubject:\n---\nbody", null, null, null, null, "body")]
    [InlineData("---\ntags: [a, b]\nauthor: {name: Ada}\nsubject: Others are passed over\n---\nbody",
        "Others are passed over", null, null, null, "body")]
    [InlineData("---\nsubject: Ends with the fence\n---", "Ends with the fence", null, null, null, "")]
    [InlineData("---\nsubject: |\n  One\n  --- not a fence\n---\nbody", "One\n--- not a fence\n", null, null, null, "body")]
    [InlineData("# No head\n\n---\nsubject: text\n---\n", null, null, null, null, "# No head\n\n---\nsubject: text\n---\n")]
    [InlineData("\n---\nsubject: not on line 1\n---\n", null, null, null, null, "\n---\nsubject: not on line 1\n---\n")]
    [InlineData("----\nfour dashes", null, null, null, null, "----\nfour dashes")]
    [InlineData("", null, null, null, null, "")]
    public void A_head_is_read_and_the_body_is_left_as_it_is(
        string file, string? subject, string? list, string? at, string? url, string body)
    {
        Assert.True(FrontMatter.TryParse(file, out var matter, out _));
        var subjectLine = file.StartsWith("---", StringComparison.Ordinal)
            ? Array.FindIndex(file.Split('\n'), line => line.StartsWith("subject:", StringComparison.Ordinal)) + 1
            : 0;
        Assert.Equal(new FrontMatter(subject, list, at, url, body, AtLine: at is null ? 0 : 4, SubjectLine: subjectLine), matter);
    }

    [Fact]
    public void A_head_that_is_nested_too_deeply_is_refused()
    {
        Assert.False(FrontMatter.TryParse($"---\nsubject: News\ntags: {new string('[', 100_000)}\n---\nbody", out _, out var fault));
        Assert.Equal((3, "the front matter is nested too deeply"), fault);
    }

    [Fact]
    public void An_idempotency_key_is_read()
    {
        Assert.True(FrontMatter.TryParse("---\nsubject: News\nidempotency-key: march\n---\nbody", out var matter, out _));
        Assert.Equal("march", matter.Key);
    }

    [Theory]
    [InlineData("---\nsubject: never closed\n", 1, "no closing line")]
    [InlineData("---", 1, "no closing line")]
    [InlineData("---\nsubject: fine\nlist: [broken\n---\nbody", 4, "")]
    [InlineData("---\nsubject: one: two\n---\nbody", 2, "")]
    [InlineData("---\nsubject: a\nlist: b\nsubject: c\n---\nbody", 4, "")]
    [InlineData("---\nlist: a\nsubject: [a, b]\n---\nbody", 3, "subject is not a single value")]
    [InlineData("---\nlist: a\nurl:\n  href: b\n---\nbody", 4, "url is not a single value")]
    [InlineData("---\njust prose between two rules\n---\nbody", 2, "'key: value'")]
    [InlineData("---\n- a\n- b\n---\nbody", 2, "'key: value'")]
    [InlineData("---\nsubject: *nobody\n---\nbody", 2, "")]
    public void A_broken_head_is_refused_with_its_line(string file, int line, string reason)
    {
        Assert.False(FrontMatter.TryParse(file, out _, out var fault));
        Assert.Equal(line, fault.Line);
        Assert.Contains(reason, fault.Reason);
        Assert.NotEmpty(fault.Reason);
    }
}
