using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorMail.DevInbox;

namespace ActorMail.Adapters.Tests.DevInbox;

/// <summary>Says to a server exactly what it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TcpClient _client = new() { NoDelay = true };
    private StreamReader _reader = StreamReader.Null;

    public static async Task<RawClient> ConnectAsync(DevInboxServer inbox)
    {
        var raw = new RawClient();
        await raw._client.ConnectAsync(IPAddress.Loopback, inbox.Port);
        raw._reader = new StreamReader(raw._client.GetStream(), Encoding.UTF8);
        Assert.StartsWith("220 ", await raw.HearAsync());
        return raw;
    }

    /// <summary>Past EHLO.</summary>
    public static async Task<RawClient> GreetedAsync(DevInboxServer inbox)
    {
        var raw = await ConnectAsync(inbox);
        await raw.SayAsync("EHLO test\r\n");
        Assert.StartsWith("250 ", await raw.HearAsync());
        return raw;
    }

    public async Task SayAsync(string text) => await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The last line of the next reply; "end" when the server has ended.</summary>
    public async Task<string> HearAsync()
    {
        while (true)
        {
            var line = await _reader.ReadLineAsync().WaitAsync(Patience) ?? "end";
            if (line.Length < 4 || line[3] != '-') return line;
        }
    }

    public async Task<string> AskAsync(string line)
    {
        await SayAsync(line + "\r\n");
        return await HearAsync();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }
}
