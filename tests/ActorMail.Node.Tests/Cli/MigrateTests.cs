using static ActorMail.Node.Tests.Cli.Samples;

namespace ActorMail.Node.Tests.Cli;

public sealed class MigrateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actormail-").FullName;
    private readonly string _file;

    public MigrateTests()
    {
        _file = Path.Combine(_folder, "actormail.db");
        File.WriteAllText(_file, "a database");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_file_goes_out_as_it_is_and_the_counts_are_printed()
    {
        await using var node = await NodeAsync("""{"table":"subscribers","rows":500}""", """{"lists":2,"subscribers":1700}""");
        var typed = await RunAsync(node.Url);
        Assert.Equal((0, "lists        2\nsubscribers  1,700\n"), (typed.Exit, typed.Out));
        Assert.Contains("restart every node now", typed.Error);
        var asked = Assert.Single(node.Requests);
        Assert.Equal(("POST /api/migration", "a database"), (asked.Line, asked.Body));
        Assert.Equal("application/vnd.sqlite3", asked.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_failure_on_the_way_ends_with_1()
    {
        await using var node = await NodeAsync("""{"table":"posts","rows":5}""", """{"failed":"the books differ"}""");
        Assert.Equal(new Typed(1, "", "failed: the books differ\n"), await RunAsync(node.Url));
    }

    [Fact]
    public async Task An_answer_without_its_last_line_is_a_failure()
    {
        await using var node = await NodeAsync("""{"table":"posts","rows":5}""");
        var typed = await RunAsync(node.Url);
        Assert.Equal((1, ""), (typed.Exit, typed.Out));
        Assert.Contains("gave the move up", typed.Error);
    }

    [Fact]
    public async Task A_database_that_is_not_empty_is_the_nodes_refusal()
    {
        await using var node = await StubNode.StartAsync();
        node.On("POST /api/migration", 409, Problem(409, "it has 3 posts"), "application/problem+json");
        Assert.Equal(new Typed(1, "", "refused: it has 3 posts\n"), await RunAsync(node.Url));
    }

    [Theory]
    [InlineData("node.lock")]
    [InlineData("actormail.db.lock")]
    public async Task A_node_that_still_runs_is_noticed(string name)
    {
        await using var held = new FileStream(
            Path.Combine(_folder, name), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await using var node = await NodeAsync();
        var typed = await RunAsync(node.Url);
        Assert.Equal(1, typed.Exit);
        Assert.Contains("still runs", typed.Error);
        Assert.Empty(node.Requests);
    }

    [Fact]
    public async Task What_is_not_in_the_file_yet_is_noticed()
    {
        await File.WriteAllTextAsync($"{_file}-wal", "pages");
        await using var node = await NodeAsync();
        var typed = await RunAsync(node.Url);
        Assert.Equal(1, typed.Exit);
        Assert.Contains("start and stop it once", typed.Error);
        Assert.Empty(node.Requests);
    }

    private Task<Typed> RunAsync(string url) => Typed.RunAsync(url, "", "migrate", "--from", "sqlite", _file);

    private static async Task<StubNode> NodeAsync(params string[] lines) =>
        (await StubNode.StartAsync()).On("POST /api/migration", 200, string.Join("\n", lines) + "\n", "application/x-ndjson");
}
