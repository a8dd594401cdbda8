using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>Messages a day, counted by the relay itself.</summary>
public sealed class A_relays_limit_of_a_day_holds_across_a_kill
{
    private const int Limit = 60;
    private const int Readers = 100;

    [Fact]
    public async Task No_more_than_the_limit_is_sent_and_the_node_says_when_it_goes_on()
    {
        var day = Recorder.Now.UtcDateTime.Date;
        await using var relay = await Recorder.StartAsync(TimeSpan.FromMilliseconds(10));
        using var setup = NodeSetup.ToRelay(relay.Port).Set("Relays:0:MessagesPerDay", $"{Limit}");
        string id;
        await using (var first = await NodeProcess.StartAsync(setup))
        {
            await first.Api.ImportReadersAsync(Readers);
            id = await first.Api.PublishAsync();
            await relay.ReceivedAsync(Limit / 2);
            await first.KillAsync();
        }

        await using var second = await NodeProcess.StartAsync(setup);
        await Eventually.TrueAsync(
            async () => (await second.Api.Http.GetStringAsync("api/relays")).Contains("\"state\":\"usedUp\"", StringComparison.Ordinal)
                || Recorder.Now.UtcDateTime.Date > day,
            Scenario.Soon, () => second.Talk);
        var days = (Recorder.Now.UtcDateTime.Date - day).Days + 1;
        // A share that was held when the node was killed is sent by nobody that day.
        Assert.InRange(relay.Begun.Count(), Limit * 3 / 4, Limit * days);
        Assert.Equal("sending", (await second.Api.ReadAsync(id)).Status);
    }
}
