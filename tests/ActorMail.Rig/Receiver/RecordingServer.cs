using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ActorMail.Rig.Receiver;

/// <summary>
/// The SMTP server at the far end. It lives in the rig's process, which nobody kills, and each node has a port of it for
/// itself, so that the ledger knows who sent what.
/// </summary>
public sealed class RecordingServer : IAsyncDisposable
{
    private readonly long _since = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, Task> _sessions = new();
    private readonly Socket[] _listeners;
    private readonly int[] _lives;
    private readonly Task _accepting;
    private Trap? _trap;
    private long _connections;

    /// <param name="mailTakes">How long the answer to a final dot takes: what makes a run long enough to be struck.</param>
    public RecordingServer(string ledgerPath, TimeSpan mailTakes, int nodes = 1, IPAddress? address = null)
    {
        (Ledger, MailTakes) = (new ReceiverLedger(ledgerPath), mailTakes);
        _lives = new int[nodes];
        _listeners = [.. Enumerable.Range(0, nodes).Select(_ => Listen(address ?? IPAddress.Loopback))];
        _accepting = Task.WhenAll(Enumerable.Range(0, nodes).Select(AcceptAsync));
    }

    /// <summary>The first node's port.</summary>
    public int Port => PortOf(0);

    public ReceiverLedger Ledger { get; }

    /// <summary>May be changed while mails come.</summary>
    public TimeSpan MailTakes { get; set; }

    /// <summary>Whether it offers PIPELINING, so that nodes say several commands together and the next message's ahead.</summary>
    public bool Pipelining { get; init; }

    /// <summary>By the clock the ledger is written with.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_since);

    public int PortOf(int node) => ((IPEndPoint)_listeners[node].LocalEndPoint!).Port;

    /// <summary>The node's connections from now on belong to this life of it.</summary>
    public void BeginLife(int life, int node = 0) => Volatile.Write(ref _lives[node], life);

    /// <summary>Sets the trap in force; null for none.</summary>
    public void Arm(Trap? trap) => Volatile.Write(ref _trap, trap);

    /// <summary>True when this moment of the node sprang the trap.</summary>
    public bool See(Moment moment, int node) => Volatile.Read(ref _trap)?.Sees(moment, node) == true;

    /// <summary>Waits until what the node had written before it died is taken in.</summary>
    public Task QuietAsync(TimeSpan within) => Task.WhenAll(_sessions.Values).WaitAsync(within);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners) listener.Dispose();
        await _accepting;
        await Task.WhenAll(_sessions.Values);
        Ledger.Dispose();
        _stop.Dispose();
    }

    private static Socket Listen(IPAddress address)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(512);
        return listener;
    }

    private async Task AcceptAsync(int node)
    {
        try
        {
            while (true)
            {
                var socket = await _listeners[node].AcceptAsync(_stop.Token);
                var (number, life) = (Interlocked.Increment(ref _connections), Volatile.Read(ref _lives[node]));
                var session = Task.Run(() => new RecordingSession(this, node, number, life).RunAsync(socket, _stop.Token));
                _sessions[number] = session;
                _ = session.ContinueWith(_ => _sessions.TryRemove(number, out Task? _), TaskScheduler.Default);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server stops.
        }
    }
}
