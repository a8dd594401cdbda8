using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Rig.Clusters;
using ActorMail.Rig.Receiver;
using ActorMail.Testing.Postgres;

namespace ActorMail.Node.Tests.Cluster;

/// <summary>Promises P4 and P5 across nodes: the database says who may be written to, not the cluster.</summary>
public sealed class Cancel_and_unsubscribe_answered_on_one_node_hold_on_all
{
    private const int Readers = 3000;
    private const int Leavers = 40;

    [PostgresFact]
    public Task While_the_cluster_is_whole() => HoldAsync(ClusterRun.Slow, _ => Task.CompletedTask);

    [PartitionFact]
    public Task While_a_node_sends_on_that_the_others_cannot_reach() => HoldAsync(
        ClusterRun.Slow with { Partitionable = true }, cluster =>
        {
            cluster.Net!.CutFromOthers(2);
            return Task.CompletedTask;
        });

    private static async Task HoldAsync(ClusterPlan plan, Func<ClusterUnderTest, Task> cut)
    {
        await using var cluster = await ClusterUnderTest.StartAsync(plan);
        var post = await cluster.PublishAsync(Readers);
        await cluster.ReceivedAsync(Readers / 10, ClusterRun.Patience);
        await cut(cluster);

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

        await cluster.ReceivedAsync(Readers / 5, ClusterRun.Patience);
        var command = await AnsweredAsync(cluster.Nodes[1].Api, post);
        var (answered, inFlight) = (cluster.Receiver.Now, command.GetProperty("inFlight").GetInt32());

        await cluster.FinishedAsync(post, ClusterRun.Patience);
        var begun = cluster.Receiver.Ledger.Lines.Where(line => line.Word == ReceiverWord.Begun).ToList();
        Assert.InRange(begun.Count(line => line.At > answered), 0, inFlight);
        Assert.DoesNotContain(begun, line => left.TryGetValue(line.Recipient, out var from) && line.At > from);
        Assert.True(cluster.Sending.ByNode.Count == plan.Nodes, $"Not every node had a part in it: {cluster.Sending}");
        var seen = await cluster.Nodes[0].Api.ReadAsync(post);
        Assert.True(seen is { Status: "cancelled", Totals: { Balanced: true, Cancelled: > 0 } }, seen.ToString());
    }

    /// <summary>Asks until it is answered: the post's actor may live on the node that is cut off, and has to move first.</summary>
    private static async Task<JsonElement> AnsweredAsync(NodeApi api, string post)
    {
        using var limit = new CancellationTokenSource(ClusterRun.Mends);
        while (true)
        {
            try
            {
                return await api.CommandAsync(post, "cancel");
            }
            catch (HttpRequestException refused) when (
                refused.StatusCode == HttpStatusCode.ServiceUnavailable && !limit.IsCancellationRequested)
            {
                // Not answered, so nothing is promised yet.
            }
        }
    }
}
