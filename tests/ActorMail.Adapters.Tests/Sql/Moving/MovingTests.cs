using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Delivery;
using ActorMail.Moving;
using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Testing.Postgres;
using Microsoft.Data.Sqlite;

namespace ActorMail.Adapters.Tests.Sql.Moving;

/// <summary>A SQLite installation moves into PostgreSQL, whole or not at all.</summary>
public sealed class MovingTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private MovingGround _ground = null!;

    public async Task InitializeAsync()
    {
        if (PostgresPrograms.Missing is null) _ground = await MovingGround.MakeAsync();
    }

    public async Task DisposeAsync()
    {
        if (PostgresPrograms.Missing is null) await _ground.DisposeAsync();
    }

    [PostgresFact]
    public async Task Every_row_of_every_table_comes_over()
    {
        using var file = await LivelyFile.MakeAsync();
        var entered = (await _ground.Mailing.EnterAsync()).Value;

        var moved = await _ground.MoveAsync(file.Path);

        await using var from = new SqliteConnection($"Data Source={file.Path};Pooling=false");
        await using var to = await _ground.ConnectAsync();
        from.Open();
        var tables = Rows.Names(from, "select name from sqlite_schema where type = 'table'")
            .Where(name => !name.StartsWith("sqlite_", StringComparison.Ordinal) && name != "SchemaVersions").ToList();
        Assert.Equal(tables.Order(), moved.Keys.Order());
        foreach (var table in tables)
        {
            var was = Rows.Read(from, table);
            Assert.True(was.Count > 0, $"The installation has nothing in {table}, so nothing was tested.");
            Assert.Equal(was.Count, moved[table]);
            var @is = Rows.Read(to, table);
            if (table == "incarnations") @is.RemoveAll(row => row["id"] == $"{entered}");
            Assert.Equal(was.Select(row => Expected(table, row, entered)).Lines(), @is.Select(row => Settled(table, row)).Lines());
        }
    }

    [PostgresFact]
    public async Task The_secret_comes_over_so_that_the_links_in_old_letters_stay_good()
    {
        using var file = await LivelyFile.MakeAsync();
        Assert.NotEqual(file.Secret, await _ground.Stores.Secret.GetOrCreateAsync(None));

        await _ground.MoveAsync(file.Path);

        Assert.Equal(file.Secret, await _ground.Stores.Secret.GetOrCreateAsync(None));
    }

    [PostgresFact]
    public async Task A_half_sent_post_goes_on_and_everyone_is_served_exactly_once()
    {
        using var file = await LivelyFile.MakeAsync();
        var (mailing, me) = (_ground.Mailing, await _ground.Mailing.EnterAsync());
        await _ground.MoveAsync(file.Path);
        Assert.Null(await mailing.TryLeaseAsync(file.HalfSent, me));

        await mailing.ChangeAsync(file.HalfSent, post => post with { Status = PostStatus.Sending, PausedBecause = null });
        var served = new List<SubscriberId>();
        while (await mailing.TryLeaseAsync(file.HalfSent, me, policy: OnUncertain.Hold) is { } slice)
        {
            served.AddRange(slice.Recipients.Select(recipient => recipient.Id));
            await mailing.SendAsync(me, slice, _ => Mailing.Accepted);
        }

        Assert.Equal(LivelyFile.HalfSentReaders, served.Concat(file.Served).Concat(file.InDoubt).Distinct().Count());
        Assert.Equal(LivelyFile.HalfSentReaders, served.Count + file.Served.Count + file.InDoubt.Count);
        var doubts = await _ground.Stores.Log.ListAsync(file.HalfSent.Id, OutcomeName.Uncertain, null, 100, None);
        Assert.Equal(file.InDoubt, doubts.Select(doubt => doubt.Subscriber).ToHashSet());
        var totals = await _ground.Stores.Log.CloseAsync(file.HalfSent.Id, None);
        Assert.Equal(
            (LivelyFile.HalfSentReaders, LivelyFile.HalfSentReaders - file.InDoubt.Count, file.InDoubt.Count),
            (totals.Audience, totals.Accepted, totals.Uncertain));
    }

    [PostgresFact]
    public async Task What_is_numbered_goes_on_after_the_highest_number()
    {
        using var file = await LivelyFile.MakeAsync();
        await _ground.MoveAsync(file.Path);

        var (added, isNew) = await _ground.Stores.Subscribers.AddAsync(
            EmailAddress.Parse("new@example.org"), new SubscriberChange(JoinLists: [LivelyFile.HalfSentList, "brand-new"]), None);

        await using var to = await _ground.ConnectAsync();
        Assert.True(isNew);
        Assert.Equal($"{added.Id.Value}", Rows.Names(to, "select cast(max(id) as text) from subscribers")[0]);
        Assert.Equal(["brand-new", "default", LivelyFile.HalfSentList],
            (await _ground.Stores.Subscriptions.ListsAsync(None)).Select(list => list.Name).Order());
    }

    [PostgresFact]
    public async Task No_post_starts_before_the_nodes_could_be_restarted()
    {
        using var file = await LivelyFile.MakeAsync();
        var before = TimeProvider.System.GetUtcNow();

        await _ground.MoveAsync(file.Path);

        var halfSent = (await _ground.Stores.Posts.ReadAsync(file.HalfSent.Id, None))!;
        Assert.Equal((PostStatus.Paused, MovedTable.PausedBecause), (halfSent.Status, halfSent.PausedBecause));
        Assert.InRange((await _ground.Stores.Posts.ReadAsync(file.DueSoon.Id, None))!.PublishAt!.Value,
            before.AddMinutes(14), before.AddMinutes(20));
        var awake = await _ground.Stores.Agenda.UnfinishedAsync(before.AddMinutes(10), None);
        Assert.Empty(awake.Intersect([file.HalfSent.Id, file.DueSoon.Id, file.Scheduled.Id]));
        Assert.Empty(await _ground.Stores.Ledger.PostsWithWorkAsync(None));
        await using var to = await _ground.ConnectAsync();
        var soonest = before.AddMinutes(14).ToUnixTimeMilliseconds();
        foreach (var (table, column) in new[] { ("digests", "next_at"), ("digest_issues", "due_at"), ("feeds", "next_at"), ("sign_ups", "due_at") })
            Assert.All(Rows.Read(to, table).Where(row => row[column] != "null"), row => Assert.True(long.Parse(row[column]) >= soonest, $"{table}: {row[column]}"));
        Assert.Empty(await _ground.Stores.DigestAgenda.ListOpenAsync(None));
    }

    /// <summary>What is said to come over differently, by the rules of <see cref="MovedTable"/>.</summary>
    private static SortedDictionary<string, string> Expected(string table, SortedDictionary<string, string> row, long entered)
    {
        switch (table)
        {
            case "slices": (row["holder"], row["until"]) = ("null", "0"); break;
            case "incarnations": row["id"] = $"{long.Parse(row["id"]) + entered}"; break;
            case "intents": row["holder"] = $"{long.Parse(row["holder"]) + entered}"; break;
            case "posts" when row["status"] == "sending":
                (row["status"], row["paused_because"]) = ("paused", MovedTable.PausedBecause);
                break;
        }

        return Settled(table, row);
    }

    /// <summary>The times that depend on when the test runs have a test of their own.</summary>
    private static SortedDictionary<string, string> Settled(string table, SortedDictionary<string, string> row)
    {
        var soon = TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();
        if (table == "posts" && row["status"] == "scheduled" && long.Parse(row["publish_at"]) < soon) row["publish_at"] = "soon";
        var time = table switch { "digests" or "feeds" => "next_at", "digest_issues" or "sign_ups" => "due_at", _ => null };
        if (time is not null && row[time] != "null" && long.Parse(row[time]) < soon) row[time] = "soon";
        return row;
    }
}
