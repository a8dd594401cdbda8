using System.Net;
using ActorMail.Node.Tests.Rig;
using ActorMail.Testing.Disks;

namespace ActorMail.Node.Tests.StoreFaults;

public sealed class A_full_disk_is_waited_for
{
    private const string Why = "disk under the database is full";

    [MountFact]
    public async Task Nothing_new_starts_publishing_is_refused_and_all_goes_on_when_there_is_room()
    {
        SmallDisk disk = null!;
        await using var run = await FaultRun.BeginAsync(place: setup => disk = SmallDisk.MountAt(setup.DataDirectory));
        disk.Fill();
        await run.AssertItShowsAndNothingStartsAsync(Why);
        var ended = Recorder.Now;
        disk.MakeRoom();
        await run.AssertAllGoesOnAsync(ended);
    }

    [MountFact]
    public async Task An_idle_node_turns_unready_when_a_publish_fails_and_ready_again_by_itself()
    {
        using var setup = new NodeSetup();
        using var disk = SmallDisk.MountAt(setup.DataDirectory);
        await using var node = await NodeProcess.StartAsync(setup);
        disk.Fill();
        HttpStatusCode status = default;
        // What is left of the log's last page takes a post or two.
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await node.Api.TryPublishAsync(new { subject = "Hi", markdown = new string('x', 20_000), draft = true });
            return (status = answer.StatusCode) == HttpStatusCode.ServiceUnavailable;
        }, Scenario.Soon, () => status.ToString());
        Assert.False(await node.Api.IsReadyAsync());

        disk.MakeRoom();
        await Eventually.TrueAsync(node.Api.IsReadyAsync, Scenario.Soon, () => node.Talk);
        await node.Api.PublishAsync();
    }
}
