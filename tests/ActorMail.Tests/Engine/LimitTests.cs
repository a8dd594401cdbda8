using System.Collections.Concurrent;
using ActorMail.Relays;
using ActorMail.Testing;

namespace ActorMail.Tests.Engine;

public class LimitTests
{
    private const int Rate = 40;
    private const int Connections = 4;
    private const int Readers = 160;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<DateTimeOffset> _began = new();

    [Fact]
    public async Task Two_nodes_keep_one_limit_while_one_joins_and_one_leaves()
    {
        var (here, there) = (ARelay(), ARelay());
        await using var first = await EngineKit.StartAsync(Connections, sliceSize: 10, relay: here, perSecond: Rate);
        await first.AddReadersAsync(Readers);
        var post = await first.PublishAsync();
        await BeganAsync(50);
        await using var second = await EngineKit.StartAsync(
            Connections, sliceSize: 10, database: first.Database, relay: there, perSecond: Rate);
        await BeganAsync(100);
        await first.StopAsync();
        await second.UntilSentAsync(post);

        Assert.NotEmpty(here.Began);
        Assert.NotEmpty(there.Began);
        DateTimeOffset[] began = [.. _began.Order()];
        Assert.Equal(Readers, began.Length);
        var busiest = began.Select((from, at) => began.Skip(at).TakeWhile(next => next - from < Second).Count()).Max();
        Assert.InRange(busiest, Rate / 2, Rate + 2 * (Connections + 1));
    }

    private ScriptedRelay ARelay() => new()
    {
        Answer = (_, _) =>
        {
            _began.Enqueue(TimeProvider.System.GetUtcNow());
            return Task.FromResult<SendResult>(ScriptedRelay.Accepted);
        },
    };

    private async Task BeganAsync(int count) => await Eventually.BecomesAsync(
        () => Task.FromResult(_began.Count), began => began >= count, $"{count} messages", TimeSpan.FromSeconds(20));
}
