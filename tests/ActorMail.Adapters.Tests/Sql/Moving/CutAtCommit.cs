using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ActorMail.Adapters.Tests.Sql.Moving;

/// <summary>A link to a server that is cut at the first COMMIT: before the server hears it, or when it answers.</summary>
internal sealed class CutAtCommit : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly bool _heard;
    private readonly bool _staysCut;
    private int _cuts;

    /// <param name="heard">The server hears the COMMIT, and only its answer is lost.</param>
    /// <param name="staysCut">Nobody gets through any more then.</param>
    public CutAtCommit(string connectionString, bool heard, bool staysCut = false)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        (_server, _heard, _staysCut) = (server.Port, heard, staysCut);
        _listener.Start();
        server.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        ConnectionString = server.ToString();
        _ = TakeAsync();
    }

    public string ConnectionString { get; }

    public int Cuts => Volatile.Read(ref _cuts);

    public void Dispose() => _listener.Dispose();

    private async Task TakeAsync()
    {
        try
        {
            while (true) _ = PassAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task PassAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            if (_staysCut && Cuts > 0) return;
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _server);
            await Task.WhenAny(ToServerAsync(client, server), ToClientAsync(server, client));
        }
    }

    private async Task ToServerAsync(Socket client, Socket server)
    {
        var buffer = new byte[64 << 10];
        while (await client.ReceiveAsync(buffer) is > 0 and var read)
        {
            if (!_heard && CutsAt(buffer.AsSpan(0, read))) return;
            await server.SendAsync(buffer.AsMemory(0, read));
        }
    }

    private async Task ToClientAsync(Socket server, Socket client)
    {
        var buffer = new byte[64 << 10];
        while (await server.ReceiveAsync(buffer) is > 0 and var read)
        {
            if (_heard && CutsAt(buffer.AsSpan(0, read))) return;
            await client.SendAsync(buffer.AsMemory(0, read));
        }
    }

    /// <summary>The word stands in the command as in its answer.</summary>
    private bool CutsAt(ReadOnlySpan<byte> bytes) => bytes.IndexOf("COMMIT\0"u8) >= 0 && Interlocked.Increment(ref _cuts) == 1;
}
