using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Tests.Cli;

public sealed class NodeWordsTests
{
    [Fact]
    public void What_goes_into_a_path_is_escaped() => Assert.Equal(
        "api/posts/a%2F..%2Fb/deliveries/ada%2Bnews%40example.org?outcome=a%26b",
        NodePath.Of($"api/posts/{"a/../b"}/deliveries/{"ada+news@example.org"}", ("outcome", "a&b"), ("after", null)));

    [Theory]
    [InlineData(null, "http://127.0.0.1:5080/", "http://127.0.0.1:5080")]
    [InlineData("https://mail.example.org/base", "https://mail.example.org/base/", "https://mail.example.org/base")]
    [InlineData("http://ada:secret@[::1]:1/?a#b", "http://ada:secret@[::1]:1/", "http://[::1]:1")]
    public void An_address_may_have_a_base_path_and_never_shows_a_password(string? url, string basis, string shown)
    {
        var address = NodeAddress.Of(url, null);
        Assert.Equal(basis, address.Base.AbsoluteUri);
        Assert.Equal(shown, address.Shown);
    }

    [Fact]
    public void The_faults_by_field_win_over_title_and_detail() => Assert.Equal(
        "subject: missing; markdown: line 3: unknown placeholder, line 9: no end",
        new Problem("Bad Request", "See errors.", new()
        {
            ["subject"] = ["missing."],
            ["markdown"] = ["line 3: unknown placeholder", "line 9: no end"],
        }).ToLine());

    [Theory]
    [InlineData("Conflict", "the post\n is sent", "the post is sent")]
    [InlineData("Conflict", " ", "Conflict")]
    [InlineData(null, null, null)]
    public void A_problem_is_one_line(string? title, string? detail, string? line) =>
        Assert.Equal(line, new Problem(title, detail).ToLine());

    [Fact]
    public void Exit_codes_are_those_of_the_contract()
    {
        Assert.Equal((1, "refused: a"), Ending(CommandEnded.Refused("a")));
        Assert.Equal((1, "failed: a"), Ending(CommandEnded.Failed("a")));
        Assert.Equal((2, "usage: a"), Ending(CommandEnded.Usage("a")));
        Assert.Equal((3, "unreachable: a"), Ending(CommandEnded.Unreachable("a")));
    }

    private static (int, string) Ending(CommandEnded ended) => (ended.ExitCode, ended.Message);
}
