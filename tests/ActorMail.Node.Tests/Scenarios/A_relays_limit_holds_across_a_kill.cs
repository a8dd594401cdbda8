using ActorMail.Node.Tests.Rig;
using Xunit.Abstractions;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>Messages a second, counted by the relay itself. ACTORMAIL_LONG in the environment makes it a run of 20,000.</summary>
public sealed class A_relays_limit_holds_across_a_kill(ITestOutputHelper output)
{
    private const int Connections = 4;
    private static readonly bool Long = Environment.GetEnvironmentVariable("ACTORMAIL_LONG") is { Length: > 0 };
    private static readonly int Readers = Long ? 20_000 : 150;
    private static readonly int Rate = Long ? 250 : 25;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task No_second_sees_more_than_the_limit_and_one_message_a_connection()
    {
        await using var relay = await Recorder.StartAsync();
        using var setup = NodeSetup.ToRelay(relay.Port, Connections).Set("Relays:0:MessagesPerSecond", $"{Rate}");
        string id;
        DateTimeOffset killed;
        await using (var first = await NodeProcess.StartAsync(setup))
        {
            await first.Api.ImportReadersAsync(Readers);
            id = await first.Api.PublishAsync();
            await relay.ReceivedAsync(Readers / 2);
            await first.KillAsync();
            killed = Recorder.Now;
        }

        Assert.True(relay.Server.Received < Readers, "The run was over before it could be killed.");
        await using var second = await NodeProcess.StartAsync(setup);
        var post = await second.Api.FinishedAsync(id, Scenario.Soon + TimeSpan.FromSeconds(Readers / Rate));

        Assert.Equal(Readers, post.Totals.Accepted);
        DateTimeOffset[] begun = [.. relay.Begun.Select(line => line.At).Order()];
        var busiest = Busiest(begun);
        output.WriteLine($"{Readers} readers at {Rate}/s: {busiest} in the busiest second");
        Assert.InRange(busiest, Rate / 2, Rate + Connections + 1);
        AssertUsed([.. begun.Where(at => at <= killed)]);
        AssertUsed([.. begun.Where(at => at > killed)]);
    }

    /// <summary>The most that began within one second, wherever that second lies.</summary>
    private static int Busiest(DateTimeOffset[] begun) =>
        begun.Select((from, index) => begun.Skip(index).TakeWhile(at => at - from < Second).Count()).Max();

    /// <summary>What the limit allows is used while there is work: the usual message follows the one before as soon as it may.</summary>
    private static void AssertUsed(DateTimeOffset[] begun)
    {
        // The median, for a machine that stands still for a moment stretches a few of them.
        var between = begun.Zip(begun.Skip(1), (one, next) => next - one).Order().ElementAt(begun.Length / 2);
        Assert.InRange(between, TimeSpan.Zero, Second / (Rate * 0.75));
    }
}
