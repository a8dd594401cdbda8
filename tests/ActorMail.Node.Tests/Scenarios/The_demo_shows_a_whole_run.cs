namespace ActorMail.Node.Tests.Scenarios;

public sealed class The_demo_shows_a_whole_run
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task It_sends_a_thousand_mails_balances_and_does_so_again_on_the_same_data()
    {
        using var setup = new NodeSetup();
        setup.Arguments.AddRange(["demo", "--exit"]);
        foreach (var already in new[] { "0 were there already", "1,000 were there already" })
        {
            await using var node = NodeProcess.Launch(setup);
            Assert.True(await node.ExitCodeAsync(Within) == 0, node.Talk);
            Assert.Contains(node.Output, line => line.Contains(already));
            Assert.Contains(
                node.Output, line => line.Contains("accepted") && line.EndsWith(" 1,000", StringComparison.Ordinal));
            Assert.Contains(node.Output, line => line.Contains("the books balance"));
            Assert.Contains(node.Output, line => line.Contains($"{setup.Url}inbox"));
            Assert.Empty(node.Errors);
        }
    }

    [Fact]
    public async Task It_stays_up_until_it_is_told_to_end()
    {
        using var setup = new NodeSetup();
        setup.Arguments.Add("demo");
        await using var node = await NodeProcess.StartAsync(setup);
        await Eventually.TrueAsync(
            () => node.Output.Any(line => line.Contains("Read the mails")), Within, () => node.Talk);
        Assert.Contains("Welcome", await node.Api.Http.GetStringAsync("inbox"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await node.TerminateAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task It_never_sends_to_a_configured_relay()
    {
        using var setup = NodeSetup.ToRelay(Ports.Free());
        setup.Arguments.AddRange(["demo", "--exit"]);
        await using var node = NodeProcess.Launch(setup);
        Assert.Equal(78, await node.ExitCodeAsync(Within));
        Assert.StartsWith("ActorMail:Relays: ", Assert.Single(node.Errors));
    }
}
