using System.Net;
using System.Net.Sockets;
using System.Text;
using static ActorMail.Node.Tests.Cli.Samples;

namespace ActorMail.Node.Tests.Cli;

/// <summary>Every verb against a node that refuses, fails, babbles or is not there.</summary>
public sealed class TroubleTests
{
    private static readonly string[] All =
    [
        "publish -", "posts", $"post {Id}", $"post {Id} --watch", $"pause {Id}", $"resume {Id}", $"cancel {Id}", $"retry {Id}",
        $"test {Id} a@example.org", $"deliveries {Id}", $"deliveries {Id} --csv", $"explain {Id} a@example.org",
        "subscribers import -", "subscribers export", "subscribers add a@example.org", "subscribers show a@example.org",
        "subscribers remove a@example.org", "cluster", "cluster show", "cluster leave a:1", "cluster down a:1", "relays", "relays show",
        "relays resume a:1",
    ];

    public static TheoryData<string> Lines => [.. All];

    public static TheoryData<string> LinesWithAnswers => [.. All.Where(line => !line.Contains("remove") && !line.Contains("a:1"))];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Nobody_listening_ends_with_3(string line)
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var url = $"http://{closed.LocalEndpoint}";
        closed.Stop();

        var typed = await Typed.RunAsync(url, "Hi", line.Split(' '));

        Assert.Equal(new Typed(3, "", $"unreachable: {url}: connection refused; is the node running?\n"), typed);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_missing_key_ends_with_1_and_says_where_to_put_one(string line) => Assert.Equal(
        new Typed(1, "", "refused: no valid key (give a key by --key or ACTORMAIL_KEY)\n"),
        await AnswerAllAsync(line, 401, Problem(401, "no valid key")));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_wrong_key_ends_with_1_and_says_that_it_is_the_wrong_one(string line) => Assert.Equal(
        new Typed(1, "", "refused: no valid key (the node does not know the key given by --key or ACTORMAIL_KEY)\n"),
        await AnswerAllAsync($"{line} --key wrong", 401, Problem(401, "no valid key")));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_conflict_ends_with_1_and_the_nodes_reason(string line) => Assert.Equal(
        new Typed(1, "", "refused: the post is sent\n"), await AnswerAllAsync(line, 409, Problem(409, "the post is sent")));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_unavailable_node_ends_with_1_and_says_when_to_come_back(string line) => Assert.Equal(
        new Typed(1, "", "failed: the database is away; try again in 5 s\n"),
        await AnswerAllAsync(line, 503, Problem(503, "the database is away"), more: "Retry-After: 5\r\n"));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_error_that_is_no_problem_json_is_named_by_its_number(string line) => Assert.Equal(
        new Typed(1, "", "failed: HTTP 502 Whatever\n"), await AnswerAllAsync(line, 502, "<html>Bad gateway</html>", "text/html"));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_redirect_is_told_not_followed(string line) => Assert.Equal(
        new Typed(1, "", "failed: the node is elsewhere: http://127.0.0.1:1/; give that to --url\n"),
        await AnswerAllAsync(line, 301, "", more: "Location: http://127.0.0.1:1/\r\n"));

    [Theory]
    [MemberData(nameof(LinesWithAnswers))]
    public async Task An_answer_of_something_else_ends_with_1(string line)
    {
        var typed = await AnswerAllAsync(line, 200, "<html>A router's login page</html>", "text/html");
        Assert.Equal((1, ""), (typed.Exit, typed.Out));
        Assert.Matches(@"^failed: the answer of \S+ is not understood[^\n]*\n$", typed.Error);
    }

    [Theory]
    [MemberData(nameof(LinesWithAnswers))]
    public async Task Json_of_another_shape_ends_with_1(string line)
    {
        var typed = await AnswerAllAsync(line, 200, """{"hello":["world"]}""");
        Assert.Equal((1, ""), (typed.Exit, typed.Out));
        Assert.Matches(@"^failed: the answer of \S+ is not understood[^\n]*\n$", typed.Error);
    }

    [Theory]
    [MemberData(nameof(LinesWithAnswers))]
    public async Task An_answer_cut_in_the_middle_ends_with_3(string line)
    {
        var type = line.Contains("--csv") || line.Contains("export") ? "text/csv" : line.Contains("--watch") ? "text/event-stream" : "application/json";
        var typed = await AnswerAllAsync(line, 200, "{\"id\":", type, length: 1000);
        Assert.Equal(3, typed.Exit);
        Assert.EndsWith(": the connection broke\n", typed.Error);
    }

    [Fact]
    public async Task Something_that_does_not_speak_http_ends_with_3()
    {
        await using var other = new RawServer(_ => "220 mail.example.org ESMTP\r\n");
        var typed = await Typed.RunAsync(other.Url, "", "posts");
        Assert.Equal(new Typed(3, "", $"unreachable: {other.Url}: the answer is not HTTP\n"), typed);
    }

    private static async Task<Typed> AnswerAllAsync(
        string line, int status, string body, string type = "application/problem+json", string more = "", int? length = null)
    {
        var bytes = Encoding.UTF8.GetByteCount(body);
        await using var server = new RawServer(_ =>
            $"HTTP/1.1 {status} Whatever\r\nContent-Type: {type}\r\nContent-Length: {length ?? bytes}\r\n{more}Connection: close\r\n\r\n{body}");
        return await Typed.RunAsync(server.Url, "Hi", line.Split(' '));
    }
}
