using Microsoft.AspNetCore.Http;
using static ActorMail.Node.Tests.Cli.Samples;

namespace ActorMail.Node.Tests.Cli;

public sealed class ImportAndExportTests : IDisposable
{
    private const string Csv = "email,name\r\na@example.org,Grüße\r\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("actormail-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_goes_out_as_it_is_and_the_sums_are_printed()
    {
        await using var node = await NodeAsync("""{"imported":1000,"updated":0,"refused":0}""", """{"imported":1200,"updated":34,"refused":0,"errors":[]}""");
        var file = Path.Combine(_folder, "readers.csv");
        await File.WriteAllTextAsync(file, Csv);

        var typed = await Typed.RunAsync(node, "subscribers", "import", file, "--list", "readers");

        Assert.Equal(new Typed(0, "imported 1,200, updated 34, refused 0\n", ""), typed);
        var asked = Assert.Single(node.Requests);
        Assert.Equal(("POST /api/subscribers/import?list=readers", Csv), (asked.Line, asked.Body));
        Assert.Equal("text/csv", asked.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Refused_lines_are_named_and_end_with_1()
    {
        await using var node = await NodeAsync(
            """{"imported":5,"updated":0,"refused":3,"errors":[{"line":12,"reason":"the address has no @"},{"line":13,"reason":"\u001b[2J"}]}""");

        var typed = await Typed.RunAsync(node.Url, Csv, "subscribers", "import", "-");

        Assert.Equal(
            new Typed(1, "imported 5, updated 0, refused 3\n", "line 12: the address has no @\nline 13: \uFFFD[2J\nand 1 more lines were refused\n"),
            typed);
        Assert.Equal("POST /api/subscribers/import", Assert.Single(node.Requests).Line);
    }

    [Fact]
    public async Task Lines_whose_readers_had_left_or_are_suppressed_are_named()
    {
        await using var node = await NodeAsync(
            """{"imported":5,"updated":3,"refused":0,"suppressed":1,"stayedAway":1,"revived":1,"errors":[],"notes":[{"line":12,"reason":"stays so"}]}""");

        var typed = await Typed.RunAsync(node.Url, Csv, "subscribers", "import", "-");

        Assert.Equal(new Typed(0, "imported 5, updated 3, refused 0\n",
            "line 12: stays so\ntaken, but 1 stay suppressed and 1 stay away; 1 who had left are back\n"), typed);
    }

    [Fact]
    public async Task A_machine_gets_the_nodes_lines()
    {
        string[] lines = ["""{"imported":1,"updated":0,"refused":0}""", """{"imported":1,"updated":0,"refused":1,"errors":[{"line":3,"reason":"no"}]}"""];
        await using var node = await NodeAsync(lines);
        var typed = await Typed.RunAsync(node.Url, Csv, "subscribers", "import", "-", "--json");
        Assert.Equal((1, string.Join("\n", lines) + "\n"), (typed.Exit, typed.Out));
    }

    [Fact]
    public async Task An_answer_without_its_last_line_is_a_failure()
    {
        await using var node = await NodeAsync("""{"imported":1000,"updated":5,"refused":0}""");
        var typed = await Typed.RunAsync(node.Url, Csv, "subscribers", "import", "-");
        Assert.Equal(
            new Typed(1, "", "failed: the node gave up the import after 1,005 lines; it can be repeated: lines already taken are updated\n"),
            typed);
    }

    [Fact]
    public async Task An_import_that_stopped_early_is_a_failure_with_its_sums()
    {
        await using var node = await NodeAsync("""{"imported":2000,"updated":0,"refused":0,"errors":[],"failed":"the store is full"}""");
        var typed = await Typed.RunAsync(node.Url, Csv, "subscribers", "import", "-");
        Assert.Equal(
            new Typed(1, "imported 2,000, updated 0, refused 0\n", "failed: the import stopped early: the store is full\n"), typed);
    }

    [Fact]
    public async Task A_refusal_is_heard_before_the_file_is_sent()
    {
        var problem = Problem(401, "no valid key");
        await using var node = new RawServer(_ =>
            $"HTTP/1.1 401 No\r\nContent-Type: application/problem+json\r\nContent-Length: {problem.Length}\r\n\r\n{problem}");
        var file = Path.Combine(_folder, "large.csv");
        await File.WriteAllBytesAsync(file, new byte[20_000_000]);

        var typed = await Typed.RunAsync(node.Url, "", "subscribers", "import", file);

        Assert.Equal(new Typed(1, "", "refused: no valid key (give a key by --key or ACTORMAIL_KEY)\n"), typed);
        Assert.EndsWith("\r\n\r\n", Assert.Single(node.Requests));
        Assert.Equal(0, await node.TrailingAsync());
    }

    [Fact]
    public async Task A_file_of_any_size_is_streamed_in_flat_memory()
    {
        const long Size = 200_000_000;
        await using var node = await StubNode.StartAsync();
        var received = 0L;
        node.On("POST /api/subscribers/import", async context =>
        {
            var buffer = new byte[64 * 1024];
            for (int count; (count = await context.Request.Body.ReadAsync(buffer)) > 0;) received += count;
            await context.Response.WriteAsync("""{"imported":1,"updated":0,"refused":0,"errors":[]}""" + "\n");
        });
        var file = Path.Combine(_folder, "sparse.csv");
        await using (var sparse = File.Create(file)) sparse.SetLength(Size);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var typed = await Typed.RunAsync(node, "subscribers", "import", file);

        Assert.Equal(0, typed.Exit);
        Assert.Equal(Size, received);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Size / 4);
    }

    [Fact]
    public async Task An_export_is_passed_on_byte_by_byte()
    {
        await using var node = await StubNode.StartAsync();
        var csv = "email,name\r\n" + string.Concat(Enumerable.Range(0, 20_000).Select(n => $"reader{n}@example.org,Grüße\r\n"));
        node.On("GET /api/subscribers/export", 200, csv, "text/csv; charset=utf-8");

        var typed = await Typed.RunAsync(node, "subscribers", "export", "--list", "readers", "--state", "active");

        Assert.Equal(new Typed(0, csv, ""), typed);
        Assert.Equal("GET /api/subscribers/export?list=readers&state=active", Assert.Single(node.Requests).Line);
    }

    [Fact]
    public async Task An_export_cut_in_the_middle_ends_with_3_and_keeps_what_came()
    {
        await using var node = new RawServer(_ =>
            "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nemail\r\na@example.org\r\n");

        var typed = await Typed.RunAsync(node.Url, "", "subscribers", "export");

        Assert.Equal(new Typed(3, "email\r\na@example.org\r\n", $"unreachable: {node.Url}: the connection broke\n"), typed);
    }

    private static async Task<StubNode> NodeAsync(params string[] lines) =>
        (await StubNode.StartAsync()).On("POST /api/subscribers/import", 200, string.Join("\n", lines) + "\n", "application/x-ndjson");
}
