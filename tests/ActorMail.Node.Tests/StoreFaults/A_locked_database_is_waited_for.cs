using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.StoreFaults;

/// <summary>Another program holds the database's write lock for longer than the node waits for it.</summary>
public sealed class A_locked_database_is_waited_for
{
    private const string Why = "locked by another process";

    [Fact]
    public async Task Nothing_new_starts_publishing_is_refused_and_all_goes_on_when_it_is_free()
    {
        var database = "";
        await using var run = await FaultRun.BeginAsync(setup => database = FaultRun.DatabaseOf(setup));
        DateTimeOffset ended;
        using (DatabaseLock.Take(database))
        {
            await run.AssertItShowsAndNothingStartsAsync(Why);
            ended = Recorder.Now;
        }

        await run.AssertAllGoesOnAsync(ended);
    }

    [Fact]
    public async Task It_can_last_longer_than_the_leases_without_putting_anybody_in_doubt()
    {
        var database = "";
        await using var run = await FaultRun.BeginAsync(setup =>
        {
            database = FaultRun.DatabaseOf(setup);
            setup.Environment["Hocon__actormail__dispatcher__lease"] = "2s";
        });
        DateTimeOffset ended;
        using (DatabaseLock.Take(database))
        {
            await run.AssertItShowsAndNothingStartsAsync(Why);
            await Eventually.TrueAsync(
                () => Recorder.Now - run.Quiet > TimeSpan.FromSeconds(4), Scenario.Soon, () => "the lease never ends");
            ended = Recorder.Now;
        }

        await run.AssertAllGoesOnAsync(ended);
    }

    [Fact]
    public async Task Many_authors_at_once_are_all_answered_within_a_few_seconds()
    {
        var database = "";
        await using var run = await FaultRun.BeginAsync(setup => database = FaultRun.DatabaseOf(setup));
        using var held = DatabaseLock.Take(database);
        var authors = Task.WhenAll(Enumerable.Range(0, 50).Select(_ => run.AssertPublishIsRefusedAsync(Why)));
        await authors.WaitAsync(TimeSpan.FromSeconds(15));
    }
}
