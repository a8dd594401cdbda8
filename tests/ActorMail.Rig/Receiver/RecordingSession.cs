using System.Net.Sockets;
using System.Text;

namespace ActorMail.Rig.Receiver;

/// <summary>One SMTP dialogue: takes every message and shows each moment to the trap.</summary>
internal sealed class RecordingSession(RecordingServer server, int node, long connection, int life)
{
    private int _nth;
    private string _recipient = "";

    public async Task RunAsync(Socket socket, CancellationToken stop)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var input = new SmtpInput(stream);
        try
        {
            await SayAsync(stream, "220 recorder ESMTP", stop);
            while (await input.LineAsync(stop) is { } line)
            {
                if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase))
                {
                    await SayAsync(stream, "221 2.0.0 Bye", stop);
                    return;
                }

                if (!await CommandAsync(line, input, stream, stop)) return;
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The link ended or the server stops; what was taken stays.
        }
    }

    /// <summary>False when the session is over.</summary>
    private async Task<bool> CommandAsync(string line, SmtpInput input, Stream stream, CancellationToken stop)
    {
        switch (line.Split(' ', ':')[0].ToUpperInvariant())
        {
            case "EHLO":
                await SayAsync(
                    stream, $"250-recorder\r\n{(server.Pipelining ? "250-PIPELINING\r\n" : "")}250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 26214400", stop);
                return true;
            case "MAIL":
                _nth++;
                server.See(Moment.Mail, node);
                break;
            case "RCPT":
                _recipient = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
                server.See(Moment.Rcpt, node);
                break;
            case "DATA":
                await SayAsync(stream, "354 Go ahead", stop);
                return await MessageAsync(input, stream, stop);
        }

        await SayAsync(stream, "250 2.0.0 Ok", stop);
        return true;
    }

    private async Task<bool> MessageAsync(SmtpInput input, Stream stream, CancellationToken stop)
    {
        // A trap that springs before the dot is a machine that went dark: nothing after it arrives.
        if (!await input.AnyAsync(stop)) return false;
        await NoteAsync(ReceiverWord.Begun, "");
        if (server.See(Moment.MidBody, node)) return false;
        if (await input.BodyAsync(stop) is not { } body || server.See(Moment.BeforeDot, node)) return false;
        var id = MessageId(body);
        await NoteAsync(ReceiverWord.Dot, id);
        server.See(Moment.AfterDot, node);
        if (server.MailTakes > TimeSpan.Zero) await Task.Delay(server.MailTakes, stop);
        await SayAsync(stream, "250 2.0.0 Ok: queued", stop);
        await NoteAsync(ReceiverWord.Answered, id);
        server.See(Moment.Answered, node);
        return true;
    }

    private Task NoteAsync(ReceiverWord word, string messageId) => server.Ledger.AddAsync(new ReceiverLine(
        word, node, life, connection, _nth, _recipient, messageId, server.Now));

    private static ValueTask SayAsync(Stream stream, string reply, CancellationToken stop) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), stop);

    private static string MessageId(string body)
    {
        const string name = "\r\nMessage-Id:";
        var at = ("\r\n" + body).IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return "none";
        // The value may be folded on to the next line.
        var value = body[(at + name.Length - 2)..].TrimStart();
        return value[..(value.IndexOf('>') + 1)];
    }
}
