using ActorMail.Cluster;
using ActorMail.Testing;
using Akka.Coordination;
using Microsoft.Extensions.Time.Testing;

namespace ActorMail.Tests.Cluster;

public class StoreLeaseTests
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryDirectory _database;

    public StoreLeaseTests() => _database = new MemoryDirectory(_time);

    [Fact]
    public async Task One_owner_at_a_time()
    {
        var (first, second) = (Lease("a"), Lease("b"));
        Assert.True(await first.Acquire());
        Assert.True(first.CheckLease());
        Assert.False(await second.Acquire());
        Assert.False(second.CheckLease());

        Assert.True(await first.Release());
        Assert.False(first.CheckLease());
        Assert.True(await second.Acquire());
    }

    [Fact]
    public async Task A_member_that_can_be_reached_gives_way_and_does_not_take_it_back()
    {
        TaskCompletionSource<Exception> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var (first, second, stranger) = (Lease("a", "b"), Lease("b", "a"), Lease("c", "b"));
        Assert.True(await first.Acquire(lost.SetResult));
        Assert.False(await stranger.Acquire());

        Assert.True(await second.Acquire());
        _time.Advance(TimeSpan.FromSeconds(3));
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(first.CheckLease());
        Assert.True(second.CheckLease());
    }

    [Fact]
    public async Task A_held_lease_is_renewed()
    {
        var first = Lease("a");
        Assert.True(await first.Acquire());
        for (var beat = 0; beat < 10; beat++)
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            await Eventually.TrueAsync(first.CheckLease, "renewed");
        }

        Assert.False(await Lease("b").Acquire());
    }

    [Fact]
    public async Task A_store_that_cannot_be_asked_says_no_by_failing()
    {
        _database.Down = true;
        await Assert.ThrowsAnyAsync<LeaseException>(() => Lease("a").Acquire());
    }

    [Fact]
    public async Task A_lease_that_cannot_be_renewed_is_lost_when_it_may_have_run_out()
    {
        TaskCompletionSource<Exception> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var lease = Lease("a");
        Assert.True(await lease.Acquire(lost.SetResult));
        _database.Down = true;
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.True(lease.CheckLease());
        Assert.False(lost.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.IsAssignableFrom<LeaseException>(await lost.Task.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.False(lease.CheckLease());
    }

    [Fact]
    public async Task A_lease_another_has_taken_is_lost()
    {
        TaskCompletionSource<Exception> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var lease = Lease("a");
        Assert.True(await lease.Acquire(lost.SetResult));
        await _database.ReleaseAsync("sbr", "a", CancellationToken.None);
        Assert.True(await _database.TryTakeAsync("sbr", "b", [], Lasts, CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(3));
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(lease.CheckLease());
    }

    private StoreLease Lease(string owner, params string[] side) => new(
        new LeaseSettings(
            "sbr", owner, new TimeoutSettings(TimeSpan.FromSeconds(3), Lasts, TimeSpan.FromSeconds(3)), Akka.Configuration.Config.Empty),
        new StoreLeaseSetup(_database, _time), () => side);
}
