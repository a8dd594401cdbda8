using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Engine;
using ActorMail.Storage;
using ActorMail.Testing.Postgres;
using Microsoft.Data.Sqlite;

namespace ActorMail.Adapters.Tests.Sql.Moving;

/// <summary>A move that cannot be whole leaves the database as it was.</summary>
public sealed class RefusedMovesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();
    private MovingGround _ground = null!;

    public async Task InitializeAsync()
    {
        if (PostgresPrograms.Missing is null) _ground = await MovingGround.MakeAsync();
    }

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        if (PostgresPrograms.Missing is null) await _ground.DisposeAsync();
    }

    [PostgresTheory]
    [InlineData("missing", "cannot be read")]
    [InlineData("text", "cannot be read")]
    [InlineData("empty", "none of ActorMail's")]
    [InlineData("another program's", "another program")]
    [InlineData("newer", "newer version")]
    [InlineData("older", "older schema")]
    [InlineData("with a table more", "does not know")]
    [InlineData("with a column more", "columns of subscribers")]
    [InlineData("damaged", "")]
    [InlineData("cut off", "")]
    public async Task A_file_that_is_none_of_ours_or_not_sound(string what, string why)
    {
        var path = await MakeAsync(what);
        var before = await _ground.EverythingAsync();

        var refused = await Assert.ThrowsAsync<MigrationRefusedException>(() => _ground.MoveAsync(path));

        Assert.Contains(why, refused.Message);
        Assert.Contains("nothing was changed", refused.Message);
        Assert.Equal(before, await _ground.EverythingAsync());
    }

    [PostgresTheory]
    [InlineData("a subscriber")]
    [InlineData("a list")]
    [InlineData("a post")]
    public async Task A_database_that_is_in_use(string holds)
    {
        using var file = await LivelyFile.MakeAsync();
        if (holds == "a subscriber") await _ground.Mailing.JoinAsync(1);
        if (holds == "a list") await _ground.RunAsync("insert into lists (name, created_at) values ('another', 0)");
        if (holds == "a post") await _ground.Stores.Posts.InsertAsync(_ground.Mailing.Draft(), None);
        var before = await _ground.EverythingAsync();

        var refused = await Assert.ThrowsAsync<MigrationRefusedException>(() => _ground.MoveAsync(file.Path));

        Assert.Contains("not empty", refused.Message);
        Assert.Equal(before, await _ground.EverythingAsync());
    }

    [PostgresTheory]
    [InlineData("subscribers")]
    [InlineData("deliveries")]
    [InlineData("settings")]
    public async Task A_move_that_is_cancelled_in_the_middle(string at)
    {
        using var file = await LivelyFile.MakeAsync();
        using var cancelling = new CancellationTokenSource();
        var before = await _ground.EverythingAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _ground.MoveAsync(file.Path, table =>
        {
            if (table == at) cancelling.Cancel();
        }, cancelling.Token));

        Assert.Equal(before, await _ground.EverythingAsync());
        await _ground.MoveAsync(file.Path);
    }

    [PostgresFact]
    public async Task A_move_whose_books_do_not_agree()
    {
        using var file = await LivelyFile.MakeAsync();
        var before = await _ground.EverythingAsync();
        await _ground.RunAsync("""
            create function spoil() returns trigger language plpgsql as
                'begin if new.subscriber = 7 then new.outcome := 0; new.attempts := 9; end if; return new; end';
            create trigger spoil before insert on deliveries for each row execute function spoil();
            """);

        var refused = await Assert.ThrowsAsync<MigrationRefusedException>(() => _ground.MoveAsync(file.Path));

        Assert.Contains("the posts' deliveries differ", refused.Message);
        Assert.Equal(before, await _ground.EverythingAsync());
    }

    [PostgresFact]
    public async Task Nobody_publishes_into_a_move()
    {
        using var file = await LivelyFile.MakeAsync();
        var publishing = Task.CompletedTask;

        await _ground.MoveAsync(file.Path, table =>
        {
            if (table == "lists") publishing = _ground.Mailing.JoinAsync(1, from: 5000);
            if (table == "settings") Assert.False(publishing.IsCompleted);
        });

        await publishing;
        Assert.NotNull(await _ground.Stores.Subscribers.ReadAsync(Mailing.Email(5000), None));
    }

    private async Task<string> MakeAsync(string what)
    {
        var path = _folder.File("upload.db");
        switch (what)
        {
            case "missing": return path;
            case "text": await File.WriteAllTextAsync(path, new string('x', 5000)); return path;
            case "empty": await File.WriteAllBytesAsync(path, []); return path;
            case "another program's": Run(path, "create table t (x)"); return path;
        }

        using (var lively = await LivelyFile.MakeAsync()) File.Copy(lively.Path, path);
        switch (what)
        {
            case "newer": Run(path, $"pragma user_version = {SqliteSchema.Latest + 1}"); break;
            case "older": Run(path, $"pragma user_version = {SqliteSchema.Latest - 1}"); break;
            case "with a table more": Run(path, "create table more (x)"); break;
            case "with a column more": Run(path, "alter table subscribers add column more text"); break;
            case "damaged": await DamageAsync(path); break;
            case "cut off": await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..20_000]); break;
        }

        return path;
    }

    /// <summary>Every page but the first is overwritten.</summary>
    private static async Task DamageAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(8192).Fill(0x5A);
        await File.WriteAllBytesAsync(path, bytes);
    }

    private static void Run(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
