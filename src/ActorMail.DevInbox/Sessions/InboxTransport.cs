using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ActorMail.DevInbox;

/// <summary>
/// The bytes of one connection. One contiguous input buffer (commands are short, and bodies are searched with one vectorised
/// look) and one output buffer that is sent when no further input is waiting, so pipelined commands get one packet of answers.
/// </summary>
internal sealed class InboxTransport(Socket socket) : IDisposable
{
    private byte[] _input = new byte[32 << 10];
    private byte[] _output = new byte[1 << 10];
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);
    private int _start;
    private int _end;
    private int _queued;

    /// <summary>Bytes received and not yet taken.</summary>
    public ReadOnlyMemory<byte> Unread => _input.AsMemory(_start, _end - _start);

    public bool Secure => _stream is SslStream;

    public void Take(int bytes) => _start += bytes;

    public void Queue(ReadOnlySpan<byte> bytes)
    {
        if (_queued + bytes.Length > _output.Length) Array.Resize(ref _output, (_queued + bytes.Length) * 2);
        bytes.CopyTo(_output.AsSpan(_queued));
        _queued += bytes.Length;
    }

    /// <summary>Queues one line of ASCII.</summary>
    public void Queue(string line)
    {
        Span<byte> bytes = stackalloc byte[line.Length + 2];
        Encoding.ASCII.GetBytes(line, bytes);
        "\r\n"u8.CopyTo(bytes[line.Length..]);
        Queue(bytes);
    }

    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_queued == 0) return;
        await _stream.WriteAsync(_output.AsMemory(0, _queued), cancel).ConfigureAwait(false);
        _queued = 0;
    }

    /// <summary>Sends what is queued in packets of one byte.</summary>
    public async ValueTask DribbleAsync(CancellationToken cancel)
    {
        for (var i = 0; i < _queued; i++)
        {
            await _stream.WriteAsync(_output.AsMemory(i, 1), cancel).ConfigureAwait(false);
            await Task.Yield();
        }

        _queued = 0;
    }

    /// <summary>Sends what is queued and waits for more input; false when the client has ended.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        await FlushAsync(cancel).ConfigureAwait(false);
        if (_start == _end) _start = _end = 0;
        else if (_end == _input.Length)
        {
            if (_start == 0) Array.Resize(ref _input, _input.Length * 2);
            else _input.AsSpan(_start, _end - _start).CopyTo(_input);
            (_start, _end) = (0, _end - _start);
        }

        var read = await _stream.ReadAsync(_input.AsMemory(_end), cancel).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>Goes on in TLS. Bytes that came before the handshake are thrown away (RFC 3207 4.2, response injection).</summary>
    public async Task SecureAsync(X509Certificate2 certificate, CancellationToken cancel, bool dribble = false)
    {
        await FlushAsync(cancel).ConfigureAwait(false);
        _start = _end = 0;
        var tls = new SslStream(dribble ? new DribblingStream(_stream) : _stream);
        _stream = tls;
        var terms = new SslServerAuthenticationOptions { ServerCertificate = certificate };
        await tls.AuthenticateAsServerAsync(terms, cancel).ConfigureAwait(false);
    }

    /// <summary>Completes with true when the client ends while nothing is expected of it, with false when it speaks.</summary>
    public async Task<bool> ClientEndsAsync(CancellationToken cancel) =>
        await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, cancel).ConfigureAwait(false) == 0;

    /// <summary>Ends with FIN; what is queued is forgotten.</summary>
    public void Close()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client was faster.
        }

        Dispose();
    }

    /// <summary>Ends with RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
        Dispose();
    }

    public void Dispose() => _stream.Dispose();
}
