using System.Diagnostics;
using ActorMail.Relays;
using ActorMail.Storage;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>A node's allowance, and how to close its store.</summary>
public sealed record OpenAllowance(IRelayAllowance Allowance, Func<ValueTask> Close);

/// <summary>The limit of an installation, seen from several nodes on one database. The database's clock is real, and so are the waits.</summary>
public abstract class RelayAllowanceCompliance : IAsyncLifetime
{
    private const string Relay = "relay";
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(250);

    /// <summary>Two clocks are compared, and the database counts whole milliseconds.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);
    private readonly Stopwatch _since = new();
    private OpenAllowance _node = null!;

    /// <summary>Opens the one database of this test once more, as another node or after a restart.</summary>
    protected abstract Task<OpenAllowance> OpenAsync();

    public virtual async Task InitializeAsync()
    {
        _node = await OpenAsync();
        _since.Start();
    }

    public virtual async Task DisposeAsync() => await _node.Close();

    [StoreFact]
    public async Task The_first_share_begins_now_and_is_spaced_by_the_rate()
    {
        Assert.Equal(new RelayShare(5, TimeSpan.Zero, TimeSpan.FromMilliseconds(10)), await TakeAsync(100, 5));
    }

    [StoreFact]
    public async Task A_share_begins_where_the_one_before_ends()
    {
        await TakeAsync(5, 1);
        var next = await TakeAsync(5, 1);
        var ends = TimeSpan.FromMilliseconds(200);
        Assert.Equal(1, next.Count);
        var soonest = ends - _since.Elapsed - Tick;
        Assert.InRange(next.In, soonest > TimeSpan.Zero ? soonest : TimeSpan.Zero, ends);
    }

    [StoreFact]
    public async Task No_share_reaches_further_ahead_than_asked()
    {
        Assert.Equal(25, (await TakeAsync(100, 1000)).Count);
        await AssertNoMoreThanAsync(100, already: 25);
    }

    [StoreFact]
    public async Task A_message_slower_than_that_is_given_alone_and_the_next_one_when_it_is_near()
    {
        Assert.Equal(1, (await TakeAsync(0.5, 10)).Count);
        var none = await TakeAsync(0.5, 10);
        Assert.Equal(0, none.Count);
        Assert.InRange(none.In, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1750));
    }

    [StoreFact]
    public async Task Nodes_that_race_share_one_limit_and_use_it_up()
    {
        const int rate = 200;
        var lasts = TimeSpan.FromSeconds(1.5);
        var other = await OpenAsync();
        try
        {
            var races = await Task.WhenAll(RaceAsync(_node, rate, lasts), RaceAsync(other, rate, lasts));

            Assert.All(races, Assert.NotEmpty);
            SeenShare[] shares = [.. races.SelectMany(race => race).OrderBy(share => share.Soonest)];
            Assert.InRange(shares.Sum(share => share.Given.Count), rate / 4, Most(rate));
            // Used up: a share begins where one before it ends, or at once because nobody had asked for that long.
            Assert.All(
                shares.Where(share => share.Given.In > Tick),
                share => Assert.Contains(shares, before => share.Follows(before)));
        }
        finally
        {
            await other.Close();
        }
    }

    [StoreFact]
    public async Task A_restart_gives_nothing_anew()
    {
        var before = (await TakeAsync(20, 100)).Count;
        await _node.Close();
        _node = await OpenAsync();
        await AssertNoMoreThanAsync(20, before);
    }

    [StoreFact]
    public async Task What_nobody_asked_for_is_gone()
    {
        await TakeAsync(100, 1);
        await Task.Delay(Ahead * 3);
        Assert.Equal(new RelayShare(25, TimeSpan.Zero, TimeSpan.FromMilliseconds(10)), await TakeAsync(100, 1000));
    }

    [StoreFact]
    public async Task A_raised_limit_holds_soon_and_not_only_when_the_last_slow_message_is_due()
    {
        await TakeAsync(0.01, 1);
        var share = await TakeAsync(100, 10);
        for (var asked = 0; share.Count == 0; asked++)
        {
            Assert.InRange(asked, 0, 10);
            Assert.InRange(share.In, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            await Task.Delay(share.In);
            share = await TakeAsync(100, 10);
        }

        Assert.Equal(TimeSpan.FromMilliseconds(10), share.Every);
    }

    [StoreFact]
    public async Task A_lowered_limit_holds_from_the_next_share_on()
    {
        await TakeAsync(100, 1);
        var share = await TakeAsync(1, 10);
        Assert.Equal((1, TimeSpan.FromSeconds(1)), (share.Count, share.Every));
        Assert.Equal(0, (await TakeAsync(1, 10)).Count);
    }

    [StoreFact]
    public async Task Each_relay_has_its_own_limit()
    {
        await TakeAsync(1, 1);
        var other = await _node.Allowance.TakeAsync("other", 1, 1, Ahead, CancellationToken.None);
        Assert.Equal((1, TimeSpan.Zero), (other.Count, other.In));
    }

    [StoreFact]
    public async Task A_day_gives_its_limit_to_all_nodes_together_and_across_restarts()
    {
        var other = await OpenAsync();
        Assert.Equal((60, 60), Counts(await TakeOfDayAsync(_node, 100, 60)));
        Assert.Equal((30, 90), Counts(await TakeOfDayAsync(other, 100, 30)));
        await other.Close();
        await _node.Close();
        _node = await OpenAsync();
        Assert.Equal((10, 100), Counts(await TakeOfDayAsync(_node, 100, 60)));
        var none = await TakeOfDayAsync(_node, 100, 60);
        Assert.Equal((0, 100), Counts(none));
        Assert.InRange(none.EndsIn, TimeSpan.Zero, TimeSpan.FromDays(1));
        Assert.Equal((20, 120), Counts(await TakeOfDayAsync(_node, 120, 60)));
        Assert.Equal((0, 120), Counts(await TakeOfDayAsync(_node, 50, 60)));
    }

    [StoreFact]
    public async Task What_is_given_back_any_node_may_have_but_not_on_another_day()
    {
        var share = await TakeOfDayAsync(_node, 100, 60);
        await _node.Allowance.GiveBackOfDayAsync(Relay, share with { Count = 1 }, CancellationToken.None);
        await _node.Allowance.GiveBackOfDayAsync("other", share, CancellationToken.None);
        await _node.Allowance.GiveBackOfDayAsync(Relay, share with { Count = 1, Day = share.Day - 1 }, CancellationToken.None);
        Assert.Equal((41, 100), Counts(await TakeOfDayAsync(await OpenAsync(), 100, 60)));
    }

    [StoreFact]
    public async Task Nodes_that_ask_together_get_no_more_than_the_day_has()
    {
        var shares = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TakeOfDayAsync(_node, 100, 7)));
        Assert.Equal((100, 100), (shares.Sum(share => share.Count), shares.Max(share => share.Used)));
    }

    [StoreFact]
    public async Task A_store_that_is_gone_gives_nothing()
    {
        await _node.Close();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(10, 1));
        _node = await OpenAsync();
    }

    private async Task<List<SeenShare>> RaceAsync(OpenAllowance node, int rate, TimeSpan lasts)
    {
        List<SeenShare> shares = [];
        for (var until = _since.Elapsed + lasts; _since.Elapsed < until; await Task.Delay(10))
        {
            var asked = _since.Elapsed;
            var given = await node.Allowance.TakeAsync(Relay, rate, 10, Ahead, CancellationToken.None);
            if (given.Count > 0) shares.Add(new SeenShare(given, asked, _since.Elapsed));
        }

        return shares;
    }

    private Task<RelayShare> TakeAsync(double perSecond, int wanted) =>
        _node.Allowance.TakeAsync(Relay, perSecond, wanted, Ahead, CancellationToken.None);

    private static Task<DayShare> TakeOfDayAsync(OpenAllowance node, int perDay, int wanted) =>
        node.Allowance.TakeOfDayAsync(Relay, perDay, wanted, CancellationToken.None);

    private static (int, int) Counts(DayShare share) => (share.Count, share.Used);

    private async Task AssertNoMoreThanAsync(int rate, int already)
    {
        var count = already + (await TakeAsync(rate, 1000)).Count;
        Assert.InRange(count, already, Most(rate));
    }

    /// <summary>All that may be given since the start: what fits into the time until now and the time ahead.</summary>
    private int Most(int rate) => (int)Math.Ceiling(rate * (_since.Elapsed + Ahead).TotalSeconds) + 1;

    /// <summary>A share, and when it was asked for and given; it was cut somewhere between, by the database's clock.</summary>
    private sealed record SeenShare(RelayShare Given, TimeSpan Asked, TimeSpan Answered)
    {
        public TimeSpan Soonest => Asked + Given.In;

        private TimeSpan Latest => Answered + Given.In;

        private TimeSpan Lasts => Given.Every * Given.Count;

        /// <summary>Whether this share can begin at the very moment at which that one ends.</summary>
        public bool Follows(SeenShare before) =>
            !ReferenceEquals(this, before) && Soonest - Tick <= before.Latest + before.Lasts && before.Soonest + before.Lasts <= Latest + Tick;
    }
}
