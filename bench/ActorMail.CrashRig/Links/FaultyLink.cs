using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ActorMail.CrashRig.Links;

/// <summary>A TCP proxy between node and receiver; its nth connection suffers the nth fault, later ones none.</summary>
internal sealed class FaultyLink : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _struck;

    public FaultyLink(int receiverPort, IReadOnlyList<LinkFault> faults)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(64);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync(receiverPort, new Queue<LinkFault>(faults));
    }

    public int Port { get; }

    /// <summary>Faults that struck so far.</summary>
    public int Struck => Volatile.Read(ref _struck);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync(int receiverPort, Queue<LinkFault> faults)
    {
        try
        {
            while (true)
            {
                var node = await _listener.AcceptAsync(_stop.Token);
                var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await receiver.ConnectAsync(new IPEndPoint(IPAddress.Loopback, receiverPort), _stop.Token);
                var fault = faults.TryDequeue(out var next) ? next : null;
                var pair = new LinkedPair(node, receiver, fault, () => Interlocked.Increment(ref _struck));
                _connections.Add(Task.Run(() => pair.RunAsync(_stop.Token)));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The link is taken down.
        }
    }
}
