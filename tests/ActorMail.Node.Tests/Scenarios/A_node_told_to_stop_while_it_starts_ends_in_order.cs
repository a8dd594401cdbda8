namespace ActorMail.Node.Tests.Scenarios;

/// <summary>SIGTERM at moments spread over a start, from before the node listens for it until it is ready.</summary>
public sealed class A_node_told_to_stop_while_it_starts_ends_in_order
{
    private const int Starts = 12;
    private const int KilledBySigterm = 128 + 15;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Its_code_is_0_or_the_signals_own_and_it_says_nothing_of_errors()
    {
        using var setup = new NodeSetup();
        TimeSpan takes;
        await using (var whole = await NodeProcess.StartAsync(setup))
        {
            takes = whole.StartedIn;
            Assert.Equal(0, await whole.TerminateAsync(Soon));
        }

        for (var start = 1; start <= Starts; start++)
        {
            await using var node = NodeProcess.Launch(setup);
            await Task.Delay(takes * start / Starts);
            var code = await node.TerminateAsync(Soon);
            Assert.True(code is 0 or KilledBySigterm, $"{code} after {start}/{Starts} of a start:\n{node.Talk}");
            Assert.Empty(node.Errors);
        }
    }
}
