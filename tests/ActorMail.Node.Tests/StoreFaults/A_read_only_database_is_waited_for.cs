using ActorMail.Testing.Disks;

namespace ActorMail.Node.Tests.StoreFaults;

/// <summary>The database's files may no longer be written to. Immutable, because that stops root and open files too.</summary>
public sealed class A_read_only_database_is_waited_for
{
    [ImmutableFact]
    public async Task Nothing_new_starts_publishing_is_refused_and_all_goes_on_when_it_may_be_written_again()
    {
        var database = "";
        await using var run = await FaultRun.BeginAsync(setup => database = FaultRun.DatabaseOf(setup));
        string[] files = [database, $"{database}-wal"];
        try
        {
            Assert.True(Tool.Runs("chattr", ["+i", .. files]));
            await run.AssertItShowsAndNothingStartsAsync("fails to read or write");
        }
        finally
        {
            Assert.True(Tool.Runs("chattr", ["-i", .. files]));
        }

        await run.AssertAllGoesOnAsync(run.Quiet);
    }
}
