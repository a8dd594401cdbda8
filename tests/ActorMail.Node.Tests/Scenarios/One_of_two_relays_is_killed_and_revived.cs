using System.Text.Json;
using ActorMail.Node.Tests.Rig;
using Xunit.Abstractions;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>ACTORMAIL_LONG in the environment makes it a run of 20,000.</summary>
public sealed class One_of_two_relays_is_killed_and_revived(ITestOutputHelper output)
{
    private const int Connections = 4;
    private static readonly TimeSpan MailTakes = TimeSpan.FromMilliseconds(20);
    private static readonly int Readers = Environment.GetEnvironmentVariable("ACTORMAIL_LONG") is { Length: > 0 } ? 20_000 : 2_400;

    [Fact]
    public async Task The_other_goes_on_the_rate_recovers_nobody_is_lost_and_nobody_gets_two()
    {
        await using var steady = await Recorder.StartAsync(MailTakes);
        var mortal = await Recorder.StartAsync(MailTakes);
        var port = mortal.Port;
        using var setup = NodeSetup.ToRelay(steady.Port, Connections).Set("Delivery:OnUncertain", "hold");
        foreach (var (key, value) in new[] { ("Name", "mortal"), ("Host", "127.0.0.1"), ("Port", $"{port}"), ("Security", "none"), ("MaxConnections", $"{Connections}") })
            setup.Set($"Relays:1:{key}", value);
        await using var node = await NodeProcess.StartAsync(setup);
        await node.Api.ImportReadersAsync(Readers);
        var id = await node.Api.PublishAsync();

        await mortal.ReceivedAsync(Readers / 8);
        var before = Rate(steady, mortal);
        await mortal.DisposeAsync();
        var taken = steady.Taken.Count();
        await Eventually.TrueAsync(() => StateAsync(node, "mortal", "waiting"), Scenario.Soon, () => node.Talk);
        await steady.ReceivedAsync(taken + Readers / 16);
        Assert.True(await node.Api.IsReadyAsync(), "A node with one relay left is ready.");

        await using var revived = await Recorder.StartAsync(MailTakes, port);
        await revived.ReceivedAsync(Readers / 8);
        var after = Rate(steady, revived);
        var post = await node.Api.SeenAsync(id, seen => seen.Totals.Pending == 0, TimeSpan.FromMinutes(3));

        output.WriteLine($"{Readers} readers, {before:N0}/s before, {after:N0}/s after, {post.Totals.Uncertain} uncertain");
        Assert.Equal(0, post.Totals.Deferred);
        Assert.True(after > before / 2, $"{before:N0}/s before, {after:N0}/s after");
        var mails = steady.Taken.Concat(mortal.Taken).Concat(revived.Taken).ToLookup(line => line.Recipient, StringComparer.OrdinalIgnoreCase);
        var doubtful = await node.Api.NamesAsync(id, "uncertain");
        Assert.All(mails, reader => Assert.Single(reader));
        Assert.InRange(doubtful.Count, 0, Connections);
        Assert.Equal(Readers - doubtful.Count, post.Totals.Accepted);
        Assert.All(Enumerable.Range(1, Readers).Select(NodeApi.Reader), reader => Assert.True(mails.Contains(reader) || doubtful.Contains(reader), reader));
        Assert.True(await StateAsync(node, "mortal", "open"));
    }

    /// <summary>Mails a second that both took lately, without the longest times between two: a machine that stands still stretches only a few.</summary>
    private static double Rate(Recorder one, Recorder other) => new[] { one, other }.Sum(relay =>
    {
        var last = relay.Taken.TakeLast(200).Select(line => line.At).Order().ToArray();
        return 1 / last.Zip(last.Skip(1), (earlier, later) => (later - earlier).TotalSeconds).Order().Take(last.Length * 9 / 10).Average();
    });

    private static async Task<bool> StateAsync(NodeProcess node, string relay, string state)
    {
        var seen = JsonSerializer.Deserialize<JsonElement>(await node.Api.Http.GetStringAsync("api/relays"));
        return seen.GetProperty("relays").EnumerateArray().Single(one => one.GetProperty("name").GetString() == relay)
            .GetProperty("state").GetString() == state;
    }
}
