using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ActorMail.DevInbox;

/// <summary>A capture SMTP server: takes every mail, counts all, keeps the newest (at most 1,000), and misbehaves when ordered to.</summary>
public sealed class DevInboxServer : IAsyncDisposable
{
    private const int Backlog = 512;
    private readonly Socket _listener;
    private readonly bool _ownsCertificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, Task> _sessions = new();
    private readonly ConcurrentDictionary<long, Socket> _sockets = new();
    private readonly Task _accepting;
    private long _connections;
    private int _disposed;

    private DevInboxServer(DevInboxOptions options, Socket listener)
    {
        (Options, _listener) = (options, listener);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Mails = new MailRing(options.KeepBytes);
        LedgerBook = new InboxLedger(options.KeepLedger, options.Time);
        _ownsCertificate = options.Certificate is null && options.Tls != InboxTls.None;
        Certificate = _ownsCertificate ? InboxCertificate.Make(options.Time.GetUtcNow()) : options.Certificate;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Null without TLS.</summary>
    public X509Certificate2? Certificate { get; }

    public InboxFaults Faults { get; } = new();

    /// <summary>Mails accepted since the start.</summary>
    public long Received => Mails.Received;

    /// <summary>Connections taken since the start.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Connections open now.</summary>
    public int Open => _sessions.Count;

    /// <summary>What happened to each recipient, oldest first; empty unless <see cref="DevInboxOptions.KeepLedger"/>.</summary>
    public IReadOnlyList<LedgerLine> Ledger => LedgerBook.Lines;

    internal DevInboxOptions Options { get; }

    internal MailRing Mails { get; }

    internal InboxLedger LedgerBook { get; }

    /// <summary>Listens; throws <see cref="SocketException"/> when the port is taken.</summary>
    public static async Task<DevInboxServer> StartAsync(DevInboxOptions options, CancellationToken cancel)
    {
        var address = IPAddress.TryParse(options.Host, out var parsed) ? parsed
            : options.Host == "localhost" ? IPAddress.Loopback
            : (await Dns.GetHostAddressesAsync(options.Host, cancel).ConfigureAwait(false))[0];
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Accepted sockets inherit the buffer's size; set later it would not bound the window.
            if (options.ReceiveBuffer is { } size) listener.ReceiveBufferSize = size;
            listener.Bind(new IPEndPoint(address, options.Port));
            listener.Listen(Backlog);
            return new DevInboxServer(options, listener);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Newest first; with <paramref name="before"/> only those with a smaller number.</summary>
    public IReadOnlyList<CapturedMail> Newest(int count, long? before = null) => Mails.Newest(count, before);

    /// <summary>Null when there is no such mail or it is no longer kept.</summary>
    public CapturedMail? Find(long number) => Mails.Find(number);

    /// <summary>Waits until <paramref name="count"/> mails came in all; throws <see cref="TimeoutException"/>.</summary>
    public Task WaitForAsync(long count, TimeSpan timeout) => Mails.Reached(count).WaitAsync(timeout);

    /// <summary>
    /// Ends every connection as a server does with idle ones: says <paramref name="farewell"/> unasked and closes. Gives their
    /// number. Only for sessions without TLS, between two commands.
    /// </summary>
    public int EndIdle(string farewell)
    {
        var sockets = _sockets.Values.ToArray();
        foreach (var socket in sockets)
        {
            if (farewell.Length > 0) socket.Send(Encoding.ASCII.GetBytes(farewell));
            socket.Shutdown(SocketShutdown.Both);
        }

        return sockets.Length;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_sessions.Values).ConfigureAwait(false);
        _stop.Dispose();
        if (_ownsCertificate) Certificate!.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                var number = Interlocked.Increment(ref _connections);
                var session = Task.Run(() => ServeAsync(socket, number));
                _sessions[number] = session;
                _ = session.ContinueWith(_ => _sessions.TryRemove(number, out Task? _), CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // The client was gone before it was taken.
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket, long number)
    {
        using var transport = new InboxTransport(socket);
        try
        {
            socket.NoDelay = true;
            _sockets[number] = socket;
            await new InboxSession(this, transport, number).RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException
            or OperationCanceledException or AuthenticationException)
        {
            // The link ended or the server stops: the session is over, the mails taken stay.
        }
        finally
        {
            _sockets.TryRemove(number, out _);
        }
    }
}
