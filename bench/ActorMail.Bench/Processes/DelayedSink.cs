using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorMail.Bench.Processes;

/// <summary>
/// An SMTP server that answers every command, and every message, so much later than it could, as one far away does. It keeps
/// nothing and counts the messages it took.
/// </summary>
internal sealed class DelayedSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _delay;
    private readonly Task _accepting;
    private int _taken;

    public DelayedSink(TimeSpan delay)
    {
        _delay = delay;
        _listener.Start(backlog: 512);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Messages taken so far.</summary>
    public int Taken => Volatile.Read(ref _taken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> sessions = [];
        try
        {
            while (true) sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await TalkAsync(client.GetStream());
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // A node that ended: its session ends with it.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await AnswerAsync(stream, "220 sink.example ESMTP");
        while (await reader.ReadLineAsync(_stop.Token) is { } command)
        {
            var verb = command.Split(' ', 2)[0].ToUpperInvariant();
            await AnswerAsync(stream, verb switch
            {
                "EHLO" => "250-sink.example\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES",
                "DATA" => "354 Go on",
                "QUIT" => "221 2.0.0 Bye",
                _ => "250 2.0.0 Ok",
            });
            if (verb == "QUIT") return;
            if (verb != "DATA") continue;
            while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".") { }
            await AnswerAsync(stream, "250 2.0.0 Taken");
            Interlocked.Increment(ref _taken);
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string answer)
    {
        await Task.Delay(_delay, _stop.Token);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"), _stop.Token);
    }
}
