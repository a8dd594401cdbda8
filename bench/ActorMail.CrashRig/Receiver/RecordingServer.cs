using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ActorMail.CrashRig.Receiver;

/// <summary>The SMTP server at the far end. It lives in the rig's process, which nobody kills.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, Task> _sessions = new();
    private readonly Task _accepting;
    private Trap? _trap;
    private long _connections;
    private int _life;

    /// <param name="mailTakes">How long the answer to a final dot takes: what makes a run long enough to be struck.</param>
    public RecordingServer(string ledgerPath, TimeSpan mailTakes)
    {
        (Ledger, MailTakes) = (new ReceiverLedger(ledgerPath), mailTakes);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public ReceiverLedger Ledger { get; }

    public TimeSpan MailTakes { get; }

    /// <summary>Connections from now on belong to this life of the node.</summary>
    public void BeginLife(int life) => Volatile.Write(ref _life, life);

    /// <summary>Sets the trap in force; null for none.</summary>
    public void Arm(Trap? trap) => Volatile.Write(ref _trap, trap);

    /// <summary>True when this moment sprang the trap.</summary>
    public bool See(Moment moment) => Volatile.Read(ref _trap)?.Sees(moment) == true;

    /// <summary>Waits until what the node had written before it died is taken in.</summary>
    public Task QuietAsync(TimeSpan within) => Task.WhenAll(_sessions.Values).WaitAsync(within);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_sessions.Values);
        Ledger.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                var (number, life) = (++_connections, Volatile.Read(ref _life));
                var session = Task.Run(() => new RecordingSession(this, number, life).RunAsync(socket, _stop.Token));
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
