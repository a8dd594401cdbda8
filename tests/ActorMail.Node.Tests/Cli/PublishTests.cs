using System.Text.Json;
using Microsoft.AspNetCore.Http;
using static ActorMail.Node.Tests.Cli.Samples;

namespace ActorMail.Node.Tests.Cli;

public sealed class PublishTests : IDisposable
{
    private const string Stored = $$"""{"id":"{{Id}}","status":"sending"}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("actormail-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_markdown_file_is_published_with_its_front_matter_and_the_id_is_printed()
    {
        await using var node = await Node(202, Stored);
        var file = File("news.md", "\uFEFF---\r\nsubject: Grüße\r\nlist: readers\r\nat: 2026-03-01T09:00+01:00\r\nurl: https://e.org/1\r\n---\r\n# Hi\r\n");

        var typed = await Typed.RunAsync(node, "publish", file);

        Assert.Equal(new Typed(0, Id + "\n", $"stored, sending; follow it: actormail post {Id} --watch\n"), typed);
        var asked = Assert.Single(node.Requests);
        Assert.Equal("POST /api/posts", asked.Line);
        Assert.Equal("application/json; charset=utf-8", asked.Headers["Content-Type"]);
        using var body = JsonDocument.Parse(asked.Body);
        Assert.Equal(
            ["list=readers", "subject=Grüße", "markdown=# Hi\r\n", "publishAt=2026-03-01T09:00:00+01:00", "url=https://e.org/1"],
            body.RootElement.EnumerateObject().Select(field => $"{field.Name}={field.Value}"));
    }

    [Fact]
    public async Task Options_win_over_the_front_matter()
    {
        await using var node = await Node(202, Stored);
        var file = File("news.md", "---\nsubject: Old\nlist: old\nat: 2026-03-01T09:00Z\nurl: https://e.org/old\npriority: low\n---\nHi");

        await Typed.RunAsync(node, "publish", file, "--subject", "New", "--list", "new", "--at", "2027-01-01T00:00Z", "--link", "https://e.org/new",
            "--priority", "high", "--canary", "200", "--canary-watch", "900", "--draft");

        using var body = JsonDocument.Parse(Assert.Single(node.Requests).Body);
        Assert.Equal(
            ["list=new", "subject=New", "markdown=Hi", "publishAt=2027-01-01T00:00:00+00:00", "draft=True", "url=https://e.org/new",
                "priority=high", "canary={\"size\":200,\"watchSeconds\":900}"],
            body.RootElement.EnumerateObject().Select(field => $"{field.Name}={field.Value}"));
    }

    [Theory]
    [InlineData("news.html", false, "html")]
    [InlineData("news.txt", true, "html")]
    [InlineData("news.txt", false, "markdown")]
    public async Task Html_is_known_by_its_name_or_by_the_option(string name, bool option, string field)
    {
        await using var node = await Node(202, Stored);

        await Typed.RunAsync(node, ["publish", File(name, "<p>Hi</p>"), "--subject", "S", .. option ? ["--html"] : Array.Empty<string>()]);

        using var body = JsonDocument.Parse(Assert.Single(node.Requests).Body);
        Assert.Equal("<p>Hi</p>", body.RootElement.GetProperty(field).GetString());
    }

    [Fact]
    public async Task Stdin_is_published_as_markdown()
    {
        await using var node = await Node(202, Stored);

        var typed = await Typed.RunAsync(node.Url, "---\nsubject: From a pipe\n---\nHi", "publish", "-");

        Assert.Equal(0, typed.Exit);
        Assert.Contains("\"subject\":\"From a pipe\"", Assert.Single(node.Requests).Body);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_once_more_under_the_same_key()
    {
        await using var node = await StubNode.StartAsync();
        node.On("POST /api/posts", async context =>
        {
            await node.ReadBodyAsync(context);
            if (node.Requests.Count == 1)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = 202;
            await context.Response.WriteAsync(Stored);
        });

        var typed = await Typed.RunAsync(node.Url, "Hi", "publish", "-", "--subject", "S");

        Assert.Equal((0, Id + "\n"), (typed.Exit, typed.Out));
        Assert.Equal(2, node.Requests.Count);
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(node.Requests.Select(asked => asked.Headers["Idempotency-Key"]).Distinct()));
    }

    [Fact]
    public async Task A_connection_that_breaks_twice_is_a_node_out_of_reach()
    {
        await using var node = await StubNode.StartAsync();
        node.On("POST /api/posts", async context =>
        {
            await node.ReadBodyAsync(context);
            context.Abort();
        });

        var typed = await Typed.RunAsync(node.Url, "Hi", "publish", "-", "--subject", "S", "--idempotency-key", "mine");

        Assert.Equal(new Typed(3, "", $"unreachable: {node.Url}: the connection broke\n"), typed);
        Assert.Equal(["mine", "mine"], node.Requests.Select(asked => asked.Headers["Idempotency-Key"]));
    }

    [Fact]
    public async Task Two_publishes_have_two_keys()
    {
        await using var node = await Node(202, Stored);
        for (var time = 0; time < 2; time++) await Typed.RunAsync(node.Url, "Hi", "publish", "-", "--subject", "S");
        Assert.Equal(2, node.Requests.Select(asked => asked.Headers["Idempotency-Key"]).Distinct().Count());
    }

    [Fact]
    public async Task Faults_by_field_are_one_line()
    {
        await using var node = await Node(400, """{"title":"Bad","status":400,"errors":{"subject":["missing"],"markdown":["line 3: no end","line 4: no if"]}}""");

        var typed = await Typed.RunAsync(node.Url, "Hi", "publish", "-");

        Assert.Equal(new Typed(1, "", "refused: subject: missing; markdown: line 3: no end, line 4: no if\n"), typed);
    }

    [Theory]
    [InlineData("---\nsubject: [a]\n---\nHi", "refused: {0} line 2: subject is not a single value\n")]
    [InlineData("---\nsubject: a\nHi", "refused: {0} line 1: the front matter has no closing line ---\n")]
    [InlineData("---\nat: soon\n---\nHi", "refused: {0} line 2: at: 'soon' is not a time such as 2026-03-01T09:00+01:00 or '2026-03-01 09:00'\n")]
    [InlineData("---\r\nsubject: |\r\n  at: soon\r\n'at': soon\r\nlist: a\r\n---\r\nat: soon\r\n",
        "refused: {0} line 4: at: 'soon' is not a time such as 2026-03-01T09:00+01:00 or '2026-03-01 09:00'\n")]
    public async Task A_file_that_cannot_be_right_is_never_sent(string content, string error)
    {
        await using var node = await Node(202, Stored);
        var file = File("news.md", content);

        Assert.Equal(new Typed(1, "", string.Format(error, file)), await Typed.RunAsync(node, "publish", file));
        Assert.Empty(node.Requests);
    }

    [Fact]
    public async Task Latin_1_is_never_sent()
    {
        await using var node = await Node(202, Stored);
        var file = Path.Combine(_folder, "latin1.md");
        await System.IO.File.WriteAllBytesAsync(file, System.Text.Encoding.Latin1.GetBytes("Grüße"));

        Assert.Equal(new Typed(1, "", $"refused: {file} is not UTF-8\n"), await Typed.RunAsync(node, "publish", file, "--subject", "S"));
        Assert.Empty(node.Requests);
    }

    [Fact]
    public async Task A_folder_is_no_post()
    {
        await using var node = await Node(202, Stored);
        var typed = await Typed.RunAsync(node, "publish", _folder, "--subject", "S");
        Assert.Equal(1, typed.Exit);
        Assert.StartsWith($"failed: {_folder} cannot be read: ", typed.Error);
    }

    [Fact]
    public async Task Watching_a_publish_prints_the_id_and_then_the_balance()
    {
        await using var node = await Node(202, Stored);
        node.On($"GET /api/posts/{Id}/events", 200, $"event: progress\ndata: {Post("sent", 998, 2)}\n\nevent: end\ndata:\n\n", "text/event-stream");

        var typed = await Typed.RunAsync(node.Url, "Hi", "publish", "-", "--subject", "S", "--watch");

        Assert.Equal(
            new Typed(0, $"{Id}\naudience 1,000 = accepted 998 + rejected 2 + skipped 0 + uncertain 0 + cancelled 0\n", ""), typed);
    }

    private static async Task<StubNode> Node(int status, string body) =>
        (await StubNode.StartAsync()).On("POST /api/posts", status, body, status < 400 ? "application/json" : "application/problem+json");

    private string File(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, content, new System.Text.UTF8Encoding(false));
        return path;
    }
}
