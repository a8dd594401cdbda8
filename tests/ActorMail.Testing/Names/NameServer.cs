using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ActorMail.Testing.Names;

/// <summary>A DNS server of a test's own on loopback, over UDP and TCP on one port: it knows what it is told and nothing else.</summary>
public sealed class NameServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Name, RecordType Type), byte[][]> _records = new();
    private readonly ConcurrentDictionary<string, NameFault> _faults = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _tcp;
    private readonly UdpClient _udp;
    private readonly Task[] _serving;
    private int _overTcp;

    public NameServer()
    {
        (_tcp, _udp) = Listen();
        Address = (IPEndPoint)_tcp.LocalEndpoint;
        _serving = [ServeUdpAsync(), ServeTcpAsync()];
    }

    public IPEndPoint Address { get; }

    /// <summary>Questions that came over TCP.</summary>
    public int OverTcp => _overTcp;

    /// <summary>Every question that came, as <c>NAME TYPE</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public NameServer Text(string name, params string[] texts) => Set(name, RecordType.Txt, texts.Select(Rdata.Text));

    public NameServer Host(string name, params string[] addresses)
    {
        foreach (var family in addresses.Select(IPAddress.Parse).ToLookup(address => address.AddressFamily == AddressFamily.InterNetwork))
            Set(name, family.Key ? RecordType.A : RecordType.Aaaa, family.Select(address => address.GetAddressBytes()));
        return this;
    }

    public NameServer MailHost(string name, params string[] hosts) =>
        Set(name, RecordType.Mx, hosts.Select((host, at) => Rdata.Mail(10 * at, host)));

    public NameServer Reverse(string address, string name) => Set(
        string.Join('.', IPAddress.Parse(address).GetAddressBytes().Reverse()) + ".in-addr.arpa", RecordType.Ptr, [Rdata.Name(name)]);

    public NameServer Without(string name, RecordType type)
    {
        _records.TryRemove((name, type), out _);
        return this;
    }

    /// <summary>What becomes of each question for a name.</summary>
    public NameServer Fault(string name, NameFault fault)
    {
        _faults[name] = fault;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _tcp.Stop();
        _udp.Dispose();
        foreach (var serving in _serving) await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private NameServer Set(string name, RecordType type, IEnumerable<byte[]> records)
    {
        _records[(name.ToLowerInvariant(), type)] = [.. records];
        return this;
    }

    private byte[]? Answer(ReadOnlySpan<byte> question, bool udp)
    {
        var asked = Question.Read(question);
        Asked.Enqueue($"{asked.Name} {asked.Type}");
        var fault = _faults.GetValueOrDefault(asked.Name);
        if (fault == NameFault.Silent) return null;
        if (fault == NameFault.ServerFailure) return asked.Answer(2, false, []);
        var records = _records.GetValueOrDefault((asked.Name, asked.Type), []);
        if (fault == NameFault.TooLong && udp) return asked.Answer(0, true, []);
        var known = records.Length > 0 || _records.Keys.Any(key => key.Name == asked.Name);
        return asked.Answer(known ? 0 : 3, false, records);
    }

    private async Task ServeUdpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var question = await _udp.ReceiveAsync(_stop.Token);
            if (Answer(question.Buffer, udp: true) is { } answer) await _udp.SendAsync(answer, question.RemoteEndPoint, _stop.Token);
        }
    }

    private async Task ServeTcpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _overTcp);
            var stream = client.GetStream();
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, _stop.Token);
            var question = new byte[(length[0] << 8) | length[1]];
            await stream.ReadExactlyAsync(question, _stop.Token);
            if (Answer(question, udp: false) is not { } answer) continue;
            await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], _stop.Token);
        }
    }

    /// <summary>One port that is free for both.</summary>
    private static (TcpListener Tcp, UdpClient Udp) Listen()
    {
        while (true)
        {
            var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            try
            {
                return (tcp, new UdpClient((IPEndPoint)tcp.LocalEndpoint));
            }
            catch (SocketException)
            {
                tcp.Stop();
            }
        }
    }
}

/// <summary>The types of records that are asked for, by their numbers.</summary>
public enum RecordType
{
    A = 1,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
}

/// <summary>How a question goes wrong.</summary>
public enum NameFault
{
    None,
    Silent,
    ServerFailure,

    /// <summary>Too long for UDP: truncated there, whole over TCP.</summary>
    TooLong,
}
