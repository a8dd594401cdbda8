using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace ActorMail.Bench.Processes;

/// <summary>
/// An SMTP server that answers every command, and every message, so much later than it could, as one far away does: answers are on their
/// way side by side, so commands that came together are answered together. It keeps nothing and counts the messages it took.
/// </summary>
internal sealed class DelayedSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _delay;
    private readonly string _offers;
    private readonly Task _accepting;
    private int _taken;

    /// <param name="pipelining">Whether it offers PIPELINING.</param>
    public DelayedSink(TimeSpan delay, bool pipelining = false)
    {
        _delay = delay;
        _offers = $"250-sink.example\r\n{(pipelining ? "250-PIPELINING\r\n" : "")}250-8BITMIME\r\n250 ENHANCEDSTATUSCODES";
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
            var answers = Channel.CreateUnbounded<(long Due, string Text)>();
            var answering = AnswerAsync(client.GetStream(), answers.Reader);
            try
            {
                await TalkAsync(client.GetStream(), answers.Writer);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // A node that ended: its session ends with it.
            }

            answers.Writer.Complete();
            await answering;
        }
    }

    private async Task TalkAsync(NetworkStream stream, ChannelWriter<(long Due, string Text)> answers)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        Say("220 sink.example ESMTP");
        while (await reader.ReadLineAsync(_stop.Token) is { } command)
        {
            var verb = command.Split(' ', 2)[0].ToUpperInvariant();
            Say(verb switch
            {
                "EHLO" => _offers,
                "DATA" => "354 Go on",
                "QUIT" => "221 2.0.0 Bye",
                _ => "250 2.0.0 Ok",
            });
            if (verb == "QUIT") return;
            if (verb != "DATA") continue;
            string? line;
            do line = await reader.ReadLineAsync(_stop.Token);
            while (line is not (null or "."));
            // A sender that goes before its dot has sent nothing.
            if (line is null) return;
            Interlocked.Increment(ref _taken);
            Say("250 2.0.0 Taken");
        }

        void Say(string text) => answers.TryWrite((Stopwatch.GetTimestamp() + (long)(_delay.TotalSeconds * Stopwatch.Frequency), text));
    }

    private async Task AnswerAsync(NetworkStream stream, ChannelReader<(long Due, string Text)> answers)
    {
        try
        {
            await foreach (var (due, text) in answers.ReadAllAsync(_stop.Token))
            {
                if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } wait) await Task.Delay(wait, _stop.Token);
                await stream.WriteAsync(Encoding.Latin1.GetBytes(text + "\r\n"), _stop.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Nobody hears it any more.
        }
    }
}
