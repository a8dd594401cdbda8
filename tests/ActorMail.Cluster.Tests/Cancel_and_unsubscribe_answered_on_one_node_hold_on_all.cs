using System.Net.Http.Json;
using ActorMail.Rig.Clusters;
using ActorMail.Rig.Receiver;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>Promises P4 and P5 across nodes: the database says who may be written to, not the cluster.</summary>
[Collection(ClusterRun.Networks)]
public sealed class Cancel_and_unsubscribe_answered_on_one_node_hold_on_all
{
    private const int Readers = 3000;
    private const int Leavers = 20;
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(5);

    [PostgresFact]
    public Task While_the_cluster_is_whole() => HoldAsync(ClusterRun.Slow, _ => { });

    [PartitionFact]
    public Task While_a_node_sends_on_that_the_others_cannot_reach() => HoldAsync(
        ClusterRun.Slow with { Partitionable = true }, cluster => cluster.Net!.CutFromOthers(2));

    private static async Task HoldAsync(ClusterPlan plan, Action<ClusterUnderTest> cut)
    {
        await using var cluster = await ClusterUnderTest.StartAsync(plan);
        // Posts of later, so that some post's actor lives on the node that is cut off: the first three shards go to three nodes.
        string[] later = [await LaterAsync(cluster), await LaterAsync(cluster)];
        var post = await cluster.PublishAsync(Readers);
        await cluster.ReceivedAsync(Readers / 10, ClusterRun.Patience);
        cut(cluster);

        // The last readers, whose turn has not come; each answer holds from its own moment on.
        var left = new Dictionary<string, TimeSpan>();
        foreach (var number in Enumerable.Range(Readers - Leavers, Leavers))
        {
            var reader = NodeApi.Reader(number);
            using var answer = await cluster.Nodes[number % 2].Api.Http.PatchAsJsonAsync(
                $"api/subscribers/{reader}", new { state = "unsubscribed" });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            left[reader] = cluster.Receiver.Now;
        }

        // Until then everybody goes on sending, the node that is cut off included.
        await cluster.EachSendsAsync(cluster.Receiver.Now, ClusterRun.Patience);
        var asked = cluster.Receiver.Now;
        var command = await cluster.Nodes[1].Api.CommandAsync(post, "cancel");
        var (answered, inFlight) = (cluster.Receiver.Now, command.GetProperty("inFlight").GetInt32());
        foreach (var other in later) await cluster.Nodes[1].Api.CommandAsync(other, "cancel");
        Assert.InRange(cluster.Receiver.Now - asked, TimeSpan.Zero, AnsweredWithin);

        await cluster.FinishedAsync(post, ClusterRun.Patience);
        var begun = cluster.Receiver.Ledger.Lines.Where(line => line.Word == ReceiverWord.Begun).ToList();
        Assert.InRange(begun.Count(line => line.At > answered), 0, inFlight);
        Assert.DoesNotContain(begun, line => left.TryGetValue(line.Recipient, out var from) && line.At > from);
        var seen = await cluster.Nodes[0].Api.ReadAsync(post);
        Assert.True(seen is { Status: "cancelled", Totals: { Balanced: true, Cancelled: > 0 } }, seen.ToString());
    }

    private static Task<string> LaterAsync(ClusterUnderTest cluster) => cluster.Api.PublishAsync(new
    {
        subject = "Later",
        markdown = "Hello!",
        publishAt = TimeProvider.System.GetUtcNow().AddDays(1),
    });
}
