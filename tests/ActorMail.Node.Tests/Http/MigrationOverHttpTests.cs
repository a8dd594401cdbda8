using System.Net.Http.Headers;
using System.Text;
using ActorMail.Storage;
using ActorMail.Web.Migration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Node.Tests.Http;

public sealed class MigrationOverHttpTests : IAsyncLifetime
{
    private readonly ScriptedMigration _migration = new();
    private readonly WebDoor _door;

    public MigrationOverHttpTests() => _door = new WebDoor { More = services => services.AddSingleton<IMigration>(_migration) };

    public Task InitializeAsync() => _door.InitializeAsync();

    public Task DisposeAsync() => _door.DisposeAsync();

    [Fact]
    public async Task The_file_comes_whole_the_counts_go_back_and_then_the_node_stops()
    {
        var answer = await SendAsync(_door);

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            "{\"table\":\"subscribers\",\"rows\":500}\n{\"table\":\"subscribers\",\"rows\":700}\n{\"lists\":2,\"subscribers\":700}\n",
            await answer.Content.ReadAsStringAsync());
        Assert.Equal("a database", _migration.Given);
        Assert.Empty(Directory.EnumerateFiles(_door.Directory, "migration-*"));
        await StopsAsync();
    }

    [Fact]
    public async Task A_refusal_is_a_problem_and_the_node_stays()
    {
        _migration.Refusal = "the database is not empty: it has 3 posts";
        await Refusal.IsAsync(await SendAsync(_door), 409, "it has 3 posts");
        Assert.Empty(Directory.EnumerateFiles(_door.Directory, "migration-*"));
        Assert.False(Life.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_failure_on_the_way_is_told_in_the_last_line()
    {
        _migration.Failure = new StoreUnavailableException("host=db password=hunter22");
        var lines = (await (await SendAsync(_door)).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("""{"failed":"the database could not write; nothing was moved"}""", lines[^1]);
        Assert.False(Life.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_move_of_which_nobody_knows_is_told_as_that_and_the_node_stops_rather_than_sign_with_a_wrong_secret()
    {
        _migration.Failure = new MigrationInDoubtException(new IOException("host=db password=hunter22"));
        var answer = await (await SendAsync(_door)).Content.ReadAsStringAsync();
        var last = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith(
            """{"failed":"the database did not say whether everything was moved or nothing, so this node stops""", last, StringComparison.Ordinal);
        await StopsAsync();
        Assert.True(_door.Services.GetRequiredService<NewSecret>().HasCome);
    }

    [Fact]
    public async Task Something_else_than_a_database_is_not_taken()
    {
        await Refusal.IsAsync(await SendAsync(_door, "text/csv"), 415, "must be application/vnd.sqlite3, not text/csv");
        Assert.Null(_migration.Given);
    }

    [Fact]
    public async Task A_node_on_sqlite_takes_nothing_in()
    {
        var door = new WebDoor();
        await door.InitializeAsync();
        await Refusal.IsAsync(await SendAsync(door), 409, "SQLite");
        await door.DisposeAsync();
    }

    private Task StopsAsync() => Eventually.BecomesAsync(
        () => Task.FromResult(Life.ApplicationStopping.IsCancellationRequested), stopping => stopping, "a node that stops",
        TimeSpan.FromSeconds(10));

    private IHostApplicationLifetime Life => _door.Services.GetRequiredService<IHostApplicationLifetime>();

    private static Task<HttpResponseMessage> SendAsync(WebDoor door, string type = "application/vnd.sqlite3") =>
        door.Client.PostAsync("/api/migration", new ByteArrayContent(Encoding.ASCII.GetBytes("a database"))
        {
            Headers = { ContentType = new MediaTypeHeaderValue(type) },
        });

    /// <summary>A move whose end the test chooses; the real one is in ActorMail.Adapters.Tests.</summary>
    private sealed class ScriptedMigration : IMigration
    {
        public string? Given { get; private set; }

        public string? Refusal { get; set; }

        public Exception? Failure { get; set; }

        public async Task<IReadOnlyDictionary<string, long>> MoveInAsync(
            string sqliteFile, IProgress<(string Table, long Rows)> progress, CancellationToken cancel)
        {
            Given = await File.ReadAllTextAsync(sqliteFile, cancel);
            if (Refusal is not null) throw new MigrationRefusedException(Refusal);
            progress.Report(("subscribers", 500));
            progress.Report(("subscribers", 700));
            if (Failure is not null) throw Failure;
            return new Dictionary<string, long> { ["lists"] = 2, ["subscribers"] = 700 };
        }
    }
}
