using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorMail.Node.Tests.Cli;

/// <summary>Answers every connection with bytes no decent web server would send, then closes it.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<long> _trailing = new();
    private readonly Task _loop;

    /// <param name="answer">The whole answer to a request's head.</param>
    public RawServer(Func<string, string> answer)
    {
        _listener.Start();
        Url = $"http://{_listener.LocalEndpoint}";
        _loop = AcceptAsync(answer);
    }

    public string Url { get; }

    /// <summary>The requests' heads, in the order they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How many bytes the first client sent after its answer, once it has closed.</summary>
    public Task<long> TrailingAsync() => _trailing.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<string, string> answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream(), answer);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or IOException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, Func<string, string> answer)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n"))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0) return;
            request.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        Requests.Enqueue(request.ToString());
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer(request.ToString())), _stop.Token);
        // Half close, then read to the end: closing over unread bytes would reset the connection under the answer.
        stream.Socket.Shutdown(SocketShutdown.Send);
        var trailing = 0L;
        for (int count; (count = await stream.ReadAsync(buffer, _stop.Token)) > 0;) trailing += count;
        _trailing.TrySetResult(trailing);
    }
}
