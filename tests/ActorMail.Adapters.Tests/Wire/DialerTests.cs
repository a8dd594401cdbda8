using System.Net;
using System.Net.Sockets;
using ActorMail.DevInbox;
using ActorMail.Relays;
using ActorMail.Smtp.Wire;

namespace ActorMail.Adapters.Tests.Wire;

public sealed class DialerTests
{
    [Fact]
    public async Task A_name_with_several_addresses_is_reached_at_the_one_that_listens()
    {
        await using var rig = await Rig.StartAsync(relay: relay => relay with { Host = "localhost" });

        Assert.Null(await rig.OpenAsync());
    }

    // The rate alone would not show it: a letter that leaves in one write does not meet Nagle's algorithm on loopback.
    [Fact]
    public async Task No_packet_waits_for_an_acknowledgement()
    {
        await using var inbox = await DevInboxServer.StartAsync(new DevInboxOptions(), CancellationToken.None);

        using var socket = await Dialer.DialAsync(
            "localhost", inbox.Port, Rig.Patience, TimeProvider.System, CancellationToken.None);

        Assert.True(socket.NoDelay);
    }

    [Fact]
    public void The_address_families_take_turns()
    {
        var addresses = new[] { "::1", "::2", "::3", "127.0.0.1" }.Select(IPAddress.Parse).ToArray();

        Assert.Equal(["::1", "127.0.0.1", "::2", "::3"], Dialer.Alternate(addresses).Select(address => address.ToString()));
    }

    [Fact]
    public async Task A_relay_that_is_not_there_is_unavailable()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Inbox.DisposeAsync();

        Assert.Equal(RelayFaultKind.Unavailable, (await rig.OpenAsync())?.Kind);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_unavailable()
    {
        await using var rig = await Rig.StartAsync(relay: relay => Rig.Impatient(relay) with { Host = "no-such-relay.invalid" });

        Assert.Equal(RelayFaultKind.Unavailable, (await rig.OpenAsync())?.Kind);
    }

    [Fact]
    public async Task A_host_that_never_answers_is_left_after_the_limit()
    {
        // A listener whose queue is full drops further SYNs, as a firewall does.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var there = (IPEndPoint)full.LocalEndPoint!;
        var fillers = Enumerable.Range(0, 4)
            .Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false }).ToList();
        foreach (var filler in fillers) _ = filler.ConnectAsync(there);
        await using var rig = await Rig.StartAsync(relay: relay => Rig.Impatient(relay) with { Port = there.Port });

        Assert.Equal(RelayFaultKind.Unavailable, (await rig.OpenAsync())?.Kind);
        fillers.ForEach(filler => filler.Dispose());
    }

    [Fact]
    public async Task The_callers_token_ends_opening()
    {
        await using var rig = await Rig.StartAsync();
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = InboxPhase.Connect, Action = new FaultAction.Stall(),
        });
        using var kill = new CancellationTokenSource();
        var opening = rig.Connection.OpenAsync(kill.Token);

        await kill.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Rig.Patience));
    }
}
