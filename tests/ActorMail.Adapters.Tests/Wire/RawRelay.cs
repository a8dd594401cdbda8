using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>A relay that says what a test tells it to, when the test tells it to.</summary>
internal sealed class RawRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly StringBuilder _heard = new();
    private TcpClient? _client;

    public RawRelay() => _listener.Start();

    public RelaySettings Settings => new()
    {
        Name = "raw", Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, Security = RelaySecurity.None,
    };

    /// <summary>Takes the next connection up to the answer to EHLO, which offers PIPELINING and SIZE.</summary>
    public async Task GreetAsync()
    {
        _client?.Dispose();
        _client = await _listener.AcceptTcpClientAsync().WaitAsync(Rig.Patience);
        _client.NoDelay = true;
        _heard.Clear();
        await SayAsync("220 raw\r\n");
        await HearAsync("\r\n");
        await SayAsync("250-raw\r\n250-PIPELINING\r\n250 SIZE 1000000\r\n");
    }

    /// <summary>All that was said since the last time, once it ends so.</summary>
    public async Task<string> HearAsync(string end)
    {
        var buffer = new byte[4096];
        while (!_heard.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            var read = await _client!.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Rig.Patience);
            if (read == 0) throw new EndOfStreamException($"The link ended after: {_heard}");
            _heard.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        var heard = _heard.ToString();
        _heard.Clear();
        return heard;
    }

    public Task SayAsync(string text) => _client!.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
