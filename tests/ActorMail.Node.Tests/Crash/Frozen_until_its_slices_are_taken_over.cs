namespace ActorMail.Node.Tests.Crash;

/// <summary>SIGSTOP, another holder takes every slice, SIGCONT.</summary>
public sealed class Frozen_until_its_slices_are_taken_over
{
    [Fact]
    public async Task A_thawed_node_begins_nothing_it_no_longer_holds() =>
        await Crash.KeepsItsPromisesAsync(Crash.Short with { Readers = 120, FreezeAfter = 150 });
}
