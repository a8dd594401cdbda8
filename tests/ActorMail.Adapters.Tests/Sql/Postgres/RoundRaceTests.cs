using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Testing;
using ActorMail.Testing.Postgres;
using Npgsql;

namespace ActorMail.Adapters.Tests.Sql.Postgres;

/// <summary>
/// Promises P4 and P5 with several writers: a round and a stop that meet wait for each other, whoever was first. Another
/// transaction holds the first of the two up, so that they do meet.
/// </summary>
public sealed class RoundRaceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private SqlDatabase _database = null!;
    private NpgsqlConnection _other = null!;
    private NpgsqlConnection _watch = null!;
    private Mailing _mailing = null!;
    private Post _post = null!;
    private Incarnation _me;
    private LeasedSlice _slice = null!;

    public static TheoryData<string> Stops => ["leave", "unsubscribe", "suppress", "erase", "import", "pause", "cancel", "amend"];

    public async Task InitializeAsync()
    {
        if (PostgresPrograms.Missing is not null) return;
        var connectionString = await PostgresStores.CreateAsync();
        _database = await PostgresDatabase.OpenAsync(connectionString, None);
        _other = new NpgsqlConnection($"{connectionString};Pooling=false");
        await _other.OpenAsync();
        _watch = new NpgsqlConnection($"{connectionString};Pooling=false");
        await _watch.OpenAsync();
        _mailing = new Mailing(Stores.Of(_database));
        await _mailing.JoinAsync(3);
        (_post, _me) = (await _mailing.PublishAsync(), await _mailing.EnterAsync());
        _slice = await _mailing.LeaseAsync(_post, _me);
    }

    public async Task DisposeAsync()
    {
        if (_other is null) return;
        await _other.DisposeAsync();
        await _watch.DisposeAsync();
        await _database.DisposeAsync();
    }

    [PostgresTheory]
    [MemberData(nameof(Stops))]
    public async Task A_stop_is_not_answered_before_the_round_it_met_is_committed(string stop)
    {
        await RunAsync("begin; lock table intents in share mode");
        var round = RoundAsync();
        await WaitingAsync(1);

        var answer = StopAsync(stop);
        await WaitingAsync(2);
        await RunAsync("commit");

        await answer;
        Assert.Equal(1, (await _database.Log.ProgressAsync(_post.Id, None)).InFlight);
        Assert.Equal(IntentAnswer.Granted, await round);
    }

    [PostgresTheory]
    [InlineData("update memberships set ended = 100, ended_at = 0 where subscriber = 1", IntentAnswer.Skipped)]
    [InlineData("update subscribers set state = 'unsubscribed' where id = 1", IntentAnswer.Skipped)]
    [InlineData("update subscribers set state = 'suppressed' where id = 1", IntentAnswer.Skipped)]
    [InlineData("update subscribers set address = null, address_key = null where id = 1", IntentAnswer.Skipped)]
    [InlineData("update posts set status = 'paused'", IntentAnswer.NotSending)]
    [InlineData("update posts set revision = 2", IntentAnswer.NotSending)]
    [InlineData("update slices set epoch = 2", IntentAnswer.LeaseLost)]
    public async Task A_round_waits_for_a_stop_it_met_and_sees_it(string stop, IntentAnswer expected)
    {
        await RunAsync($"begin; {stop}");
        var round = RoundAsync();
        await WaitingAsync(1);

        await RunAsync("commit");

        Assert.Equal(expected, await round);
        Assert.Equal(0, (await _database.Log.ProgressAsync(_post.Id, None)).InFlight);
    }

    [PostgresFact]
    public async Task A_round_does_not_wait_for_a_stop_of_somebody_else()
    {
        await RunAsync("""
            begin; update subscribers set state = 'suppressed' where id = 2;
            update memberships set ended = 100, ended_at = 0 where subscriber = 2
            """);

        Assert.Equal(IntentAnswer.Granted, await RoundAsync().WaitAsync(TimeSpan.FromSeconds(5)));
    }

    /// <summary>The round is held up when it has taken its intents and written its deliveries.</summary>
    [PostgresFact]
    public async Task Closing_a_cancelled_post_waits_for_a_round_it_met_and_keeps_its_outcomes()
    {
        var wishes = Mailing.Wishes(_slice, 2);
        await _mailing.RoundAsync(_me, _slice, wishes: wishes);
        await _mailing.MoveAsync(_post, PostStatus.Cancelled);
        await RunAsync("update slices set until = 0");
        await RunAsync("begin; lock table attempts in share mode");
        var round = _mailing.RoundAsync(
            _me, _slice, [Mailing.End(wishes[0], Mailing.Accepted), Mailing.End(wishes[1], Mailing.DueAgain)]);
        await WaitingAsync(1);

        var closing = _database.Log.CloseAsync(_post.Id, None);
        await WaitingAsync(2);
        await RunAsync("commit");

        Assert.Empty((await round).Lost);
        var totals = await closing;
        Assert.Equal((1L, 0L, 2L, true), (totals.Accepted, totals.Uncertain, totals.Cancelled, totals.Balanced));
    }

    private async Task<IntentAnswer> RoundAsync() =>
        (await _mailing.RoundAsync(_me, _slice, wishes: Mailing.Wishes(_slice, 1))).Answers[0];

    private Task StopAsync(string stop) => stop switch
    {
        "leave" => _database.Subscriptions.UnsubscribeAsync(_post.ListId, new SubscriberId(1), None),
        "unsubscribe" => Change(SubscriberState.Unsubscribed),
        "suppress" => Change(SubscriberState.Suppressed),
        "erase" => _database.Subscribers.EraseAsync(Mailing.Email(1), None),
        "import" => _database.Import.WriteAsync([new ImportRow(
            Mailing.Email(1), null, "default", SubscriberState.Suppressed, new Dictionary<string, string>())], None),
        "pause" => _mailing.MoveAsync(_post, PostStatus.Paused),
        "cancel" => _mailing.MoveAsync(_post, PostStatus.Cancelled),
        "amend" => _mailing.ChangeAsync(_post, post => post with { Revision = 2 }),
        _ => throw new ArgumentOutOfRangeException(nameof(stop), stop, null),
    };

    private Task Change(SubscriberState state) =>
        _database.Subscribers.ChangeAsync(Mailing.Email(1), new SubscriberChange(State: state), None);

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _other);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns once so many transactions wait for a lock.</summary>
    private Task WaitingAsync(long count) => Eventually.BecomesAsync(async () =>
    {
        await using var command = new NpgsqlCommand("""
            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            """, _watch);
        return (long)(await command.ExecuteScalarAsync())!;
    }, waiting => waiting == count, $"{count} waiting", TimeSpan.FromSeconds(5));
}
