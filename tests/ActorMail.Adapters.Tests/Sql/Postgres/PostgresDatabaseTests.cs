using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Engine;
using ActorMail.Storage;
using ActorMail.Testing.Postgres;
using Npgsql;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>Opening a database, and a server that comes and goes.</summary>
public sealed class PostgresDatabaseTests
{
    private const string Password = "geheim-geheim";
    private static readonly CancellationToken None = CancellationToken.None;

    [PostgresFact]
    public async Task Nodes_that_start_at_once_migrate_it_once()
    {
        var server = await PostgresServer.SharedAsync();
        var empty = await server.CreateDatabaseAsync();

        var nodes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostgresDatabase.OpenAsync(empty, None)));

        Assert.Equal(PostgresSchema.Latest, await nodes[0].Engine.ReadAsync(
            session => session.Number("select count(*) from actormail_schema"), None));
        foreach (var node in nodes)
        {
            Assert.Single(await node.Subscriptions.ListsAsync(None));
            await node.DisposeAsync();
        }
    }

    [PostgresTheory]
    [InlineData("create table notes (id int)", "another program")]
    [InlineData("create table actormail_schema (version int); insert into actormail_schema values (1000)", "newer version")]
    public async Task A_database_that_is_not_ours_is_refused_and_left_as_it_is(string with, string why)
    {
        var server = await PostgresServer.SharedAsync();
        var connectionString = await server.CreateDatabaseAsync();
        await server.RunAsync(with, Name(connectionString));

        var refused = await Assert.ThrowsAsync<ForeignDatabaseException>(() => PostgresDatabase.OpenAsync(connectionString, None));

        Assert.Contains(why, refused.Message);
        Assert.Contains(Name(connectionString), refused.Message);
        // Anything we had made would be in the way now.
        await server.RunAsync("create table posts (id int); create table lists (id int)", Name(connectionString));
    }

    [PostgresTheory]
    [InlineData("Database=missing", "no such database")]
    [InlineData("Username=nobody-we-know", "does not know the role")]
    [InlineData("Port=1", "does not answer")]
    [InlineData("Nonsense=1", "cannot be read")]
    public async Task What_keeps_it_from_opening_is_said_without_the_password(string wrong, string why)
    {
        var server = await PostgresServer.SharedAsync();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgresDatabase.OpenAsync(
            $"{server.ConnectionString("postgres")};Password={Password};{wrong}", None));

        Assert.Contains(why, refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.DoesNotContain(Password, refused.ToString());
    }

    [PostgresFact]
    public async Task A_commit_is_on_the_disk_whatever_the_server_defaults_to()
    {
        await using var server = await PostgresServer.CreateAsync(new PostgresSettings(
            Extra: new Dictionary<string, string> { ["synchronous_commit"] = "off" }));
        await using var database = await PostgresDatabase.OpenAsync(await server.CreateDatabaseAsync(), None);

        Assert.Equal("on", await database.Engine.WriteAsync(
            session => session.First("show synchronous_commit", row => row.Text(0)), None));
    }

    [PostgresFact]
    public async Task A_server_that_was_restarted_or_killed_is_found_again()
    {
        await using var server = await PostgresServer.CreateAsync(new PostgresSettings(Fsync: true));
        await using var database = await PostgresDatabase.OpenAsync(await server.CreateDatabaseAsync(), None);
        var mailing = new Mailing(Stores.Of(database));
        await mailing.JoinAsync(20);
        var (post, me) = (await mailing.PublishAsync(), await mailing.EnterAsync());
        var slice = await mailing.LeaseAsync(post, me);
        await mailing.RoundAsync(me, slice, wishes: Mailing.Wishes(slice, 3));

        await server.RestartAsync();
        Assert.Equal(3, (await database.Log.ProgressAsync(post.Id, None)).InFlight);
        await mailing.RoundAsync(me, slice,
            [.. Mailing.Wishes(slice, 3).Select(wish => Mailing.End(wish, Mailing.Accepted))]);
        Assert.Null(database.Health.Fault);

        await server.KillAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => mailing.JoinAsync(1, from: 100));
        Assert.NotNull(database.Health.Fault);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.Posts.ReadAsync(post.Id, None));

        await server.StartAsync();
        await database.Health.ProbeAsync(None);
        Assert.Null(database.Health.Fault);
        await mailing.SendAllAsync(post, await mailing.EnterAsync(), _ => Mailing.Accepted);
        var totals = await database.Log.CloseAsync(post.Id, None);
        Assert.Equal((20L, 20L), (totals.Audience, totals.Accepted));
    }

    [PostgresFact]
    public async Task A_closed_database_is_unavailable()
    {
        var database = await PostgresStores.OpenDatabaseAsync();
        await database.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => new Mailing(Stores.Of(database)).JoinAsync(1));
    }

    private static string Name(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;
}
