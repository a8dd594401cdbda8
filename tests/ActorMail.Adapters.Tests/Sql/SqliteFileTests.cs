using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Engine;
using ActorMail.Storage;
using Microsoft.Data.Sqlite;

namespace ActorMail.Adapters.Tests.Sql;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("mail.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_file_carries_our_mark_and_the_newest_schema()
    {
        await (await Open()).DisposeAsync();

        Assert.Equal(SqliteSchema.ApplicationId, Ask("pragma application_id"));
        Assert.Equal(SqliteSchema.Latest, Ask("pragma user_version"));
        Assert.Equal(SqliteSchema.Latest, Ask("select count(*) from SchemaVersions"));
    }

    [Fact]
    public async Task A_commit_is_on_the_disk_when_it_returns()
    {
        await using var database = await Open();

        var (mode, synchronous, keys) = await database.Engine.WriteAsync(session => (
            session.First("pragma journal_mode", row => row.Text(0)),
            session.Number("pragma synchronous"), session.Number("pragma foreign_keys")), CancellationToken.None);

        Assert.Equal(("wal", 2L, 1L), (mode, synchronous, keys));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("short")]
    [InlineData("garbled")]
    [InlineData("other-program")]
    [InlineData("other-mark")]
    [InlineData("newer")]
    [InlineData("cut-off")]
    [InlineData("damaged-page")]
    public async Task A_file_that_is_not_ours_is_refused_and_left_as_it_is(string what)
    {
        await Make(what);
        var before = await File.ReadAllBytesAsync(Path);

        var refused = await Assert.ThrowsAsync<ForeignDatabaseException>(Open);

        Assert.Contains(Path, refused.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path));
        if (what == "newer") Assert.Contains("newer version", refused.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_database_is_taken(bool vacuumed)
    {
        if (vacuumed) Ask("vacuum");
        else await File.WriteAllBytesAsync(Path, []);

        await using var database = await Open();

        Assert.Single(await database.Subscriptions.ListsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Where_no_file_can_be_the_store_is_unavailable()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => SqliteDatabase.OpenAsync(
            $"Data Source={_folder.File("missing")}/mail.db", CancellationToken.None));
        Directory.CreateDirectory(Path);
        await Assert.ThrowsAsync<StoreUnavailableException>(Open);
    }

    [Fact]
    public async Task A_full_database_is_unavailable_until_there_is_room()
    {
        await using var database = await Open();
        await Limit(database, "pragma max_page_count = 1");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Fill(database));
        await Limit(database, "pragma max_page_count = 1000000");

        Assert.Equal(2_000, (await Fill(database)).Imported);
    }

    [Fact]
    public async Task A_database_locked_by_another_process_is_unavailable()
    {
        await using var database = await SqliteDatabase.OpenAsync(
            $"Data Source={Path};Default Timeout=1", CancellationToken.None);
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        using var begin = new SqliteCommand("begin immediate", other);
        begin.ExecuteNonQuery();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Fill(database));
        await database.Subscriptions.ListsAsync(CancellationToken.None);

        using var end = new SqliteCommand("rollback", other);
        end.ExecuteNonQuery();
        Assert.Equal(2_000, (await Fill(database)).Imported);
    }

    [Fact]
    public async Task Many_writers_wait_for_a_lock_together_and_not_one_after_the_other()
    {
        await using var database = await SqliteDatabase.OpenAsync(
            $"Data Source={Path};Default Timeout=1", CancellationToken.None);
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        using var begin = new SqliteCommand("begin immediate", other);
        begin.ExecuteNonQuery();

        var writers = Enumerable.Range(0, 40).Select(_ => Assert.ThrowsAsync<StoreUnavailableException>(() => Fill(database)));
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_failed_write_is_known_until_another_one_changed_something()
    {
        await using var database = await Open();
        await Limit(database, "pragma max_page_count = 1");
        Assert.Null(database.Health.Fault);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Fill(database));
        Assert.Contains("full", database.Health.Fault);
        await Limit(database, "pragma max_page_count = 1000000");
        Assert.NotNull(database.Health.Fault);

        await database.Health.ProbeAsync(CancellationToken.None);
        Assert.Null(database.Health.Fault);
    }

    [Fact]
    public async Task What_was_answered_is_there_after_a_kill_and_what_was_started_is_uncertain()
    {
        await using var database = await Open();
        var mailing = new Mailing(Stores.Of(database));
        await mailing.JoinAsync(3);
        var (post, dead) = (await mailing.PublishAsync(), await mailing.EnterAsync());
        var slice = await mailing.LeaseAsync(post, dead);
        await mailing.RoundAsync(dead, slice, wishes: Mailing.Wishes(slice, 1));

        // What a killed process leaves behind: the files as they are, the log not folded in.
        foreach (var file in new[] { "mail.db", "mail.db-wal" }) File.Copy(_folder.File(file), _folder.File("killed-" + file));
        await using var reopened = await SqliteDatabase.OpenAsync(
            $"Data Source={_folder.File("killed-mail.db")}", CancellationToken.None);
        var after = new Mailing(Stores.Of(reopened));

        var taken = await after.LeaseAsync(post, await after.EnterAsync());
        Assert.Equal((slice.Lease.Key, 2), (taken.Lease.Key, taken.Recipients.Count));
        Assert.Equal(1, (await reopened.Log.ProgressAsync(post.Id, CancellationToken.None)).Totals.Uncertain);
    }

    [Fact]
    public async Task A_closed_database_is_unavailable()
    {
        var database = await Open();
        await database.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Fill(database));
    }

    [Fact]
    public async Task A_connection_to_memory_leaves_no_file()
    {
        var name = $"memory-{Guid.NewGuid():N}";
        await using (var database = await SqliteDatabase.OpenAsync(
            $"Data Source={name};Mode=Memory;Cache=Shared", CancellationToken.None))
        {
            Assert.Equal(2_000, (await Fill(database)).Imported);
        }

        Assert.False(File.Exists(name));
    }

    private Task<SqlDatabase> Open() => SqliteDatabase.OpenAsync($"Data Source={Path}", CancellationToken.None);

    private static Task<Subscribers.ImportBatchResult> Fill(SqlDatabase database) => database.Import.WriteAsync(
        [.. Enumerable.Range(0, 2_000).Select(n => new Subscribers.ImportRow(Subscribers.EmailAddress.Parse($"n{n}@example.org"),
            new string('x', 100), "default", null, new Dictionary<string, string>()))], CancellationToken.None);

    private static Task Limit(SqlDatabase database, string pragma) =>
        database.Engine.WriteAsync(session => session.Run(pragma), CancellationToken.None);

    private async Task Make(string what)
    {
        switch (what)
        {
            case "text": await File.WriteAllTextAsync(Path, string.Concat(Enumerable.Repeat("email,name\n", 100))); break;
            case "short": await File.WriteAllTextAsync(Path, "SQLite"); break;
            case "other-program": Ask("create table notes (id integer)"); break;
            case "other-mark": Ask("pragma application_id = 7; create table notes (id integer)"); break;
            default:
                await using (var ours = await Open()) await Fill(ours);
                if (what == "damaged-page") DamageReaders();
                if (what == "newer") Ask($"pragma user_version = {SqliteSchema.Latest + 1}");
                if (what == "cut-off") Cut(8192);
                if (what == "garbled") Garble();
                break;
        }
    }

    private long? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        return command.ExecuteScalar() as long?;
    }

    private void Cut(long length)
    {
        using var file = new FileStream(Path, FileMode.Open);
        file.SetLength(length);
    }

    /// <summary>A page of the table of readers: head and list of tables stay sound.</summary>
    private void DamageReaders()
    {
        var page = Ask("select rootpage from sqlite_master where name = 'subscribers'")!.Value;
        using var file = new FileStream(Path, FileMode.Open);
        file.Position = (page - 1) * 4096;
        file.Write([.. Enumerable.Repeat((byte)0xA5, 4096)]);
    }

    private void Garble()
    {
        using var file = new FileStream(Path, FileMode.Open);
        file.Position = 100;
        file.Write(new byte[3996]);
    }
}
