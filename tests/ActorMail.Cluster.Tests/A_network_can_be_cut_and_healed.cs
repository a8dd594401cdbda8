using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorMail.Rig.Networks;

namespace ActorMail.Cluster.Tests;

/// <summary>The networks that the partitions are made with.</summary>
[Collection(ClusterRun.Networks)]
public sealed class A_network_can_be_cut_and_healed
{
    private static readonly TimeSpan HealsWithin = TimeSpan.FromSeconds(30);

    [NetworkFact]
    public async Task Each_link_by_itself_and_nothing_is_left_of_it()
    {
        var before = Interfaces();
        using (var net = PartitionableNet.Create(2))
        {
            using var hub = new TcpListener(net.Hub, 0);
            hub.Start();
            var port = ((IPEndPoint)hub.LocalEndpoint).Port;
            Task<bool> SeesHub() => ReachesAsync(net, 0, net.Hub, port);
            // Nobody listens there: to be refused is to have got through.
            Task<bool> SeesOther() => ReachesAsync(net, 0, net.ClusterAddress(1), 9);

            Assert.Equal((true, true), (await SeesHub(), await SeesOther()));
            net.CutFromOthers(0);
            Assert.Equal((true, false), (await SeesHub(), await SeesOther()));
            net.CutFromHub(0);
            Assert.Equal((false, false), (await SeesHub(), await SeesOther()));
            Assert.True(await ReachesAsync(net, 1, net.Hub, port));
            net.Heal(0);
            await Eventually.TrueAsync(async () => await SeesHub() && await SeesOther(), HealsWithin, () => "not healed");
        }

        Assert.Equal(before, Interfaces());
    }

    private static async Task<bool> ReachesAsync(PartitionableNet net, int from, IPAddress to, int port)
    {
        string[] command =
            [.. net.Through(from), "timeout", "3", "bash", "-c", $"exec 3<>/dev/tcp/{to}/{port} && echo connected"];
        using var knock = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await knock.StandardOutput.ReadToEndAsync() + await knock.StandardError.ReadToEndAsync();
        await knock.WaitForExitAsync();
        return said.Contains("connected") || said.Contains("refused");
    }

    private static string[] Interfaces() =>
        [.. Directory.GetDirectories("/sys/class/net").Select(Path.GetFileName).Order()!];
}
