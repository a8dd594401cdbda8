using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ActorMail.Bench.Measures;

/// <summary>
/// What somebody would write in an afternoon: connections that each take the next reader, build a message and send it.
/// No book is kept, so a crash loses track of everything; it is the measure of what the books cost.
/// </summary>
internal static class MailKitLoop
{
    private const int Connections = 8;

    /// <summary>Prints the seconds it took.</summary>
    /// <param name="letter">A file with a letter as the node sends it; its two parts are sent again.</param>
    public static async Task<int> RunAsync(int port, int readers, string letter)
    {
        var sample = await MimeMessage.LoadAsync(letter);
        var (text, html) = (sample.TextBody ?? "", sample.HtmlBody ?? "");
        var next = 0;
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.NoDelay = true;
            await socket.ConnectAsync("127.0.0.1", port);
            using var client = new SmtpClient();
            await client.ConnectAsync(socket, "127.0.0.1", port, SecureSocketOptions.None);
            while (Interlocked.Increment(ref next) is var reader && reader <= readers)
            {
                using var message = Message(reader, text, html);
                await client.SendAsync(message);
            }

            await client.DisconnectAsync(true);
        })));
        Console.Write(Stopwatch.GetElapsedTime(since).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static MimeMessage Message(int reader, string text, string html)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Reader {reader}");
        var message = new MimeMessage { Subject = $"News for {name}" };
        message.From.Add(new MailboxAddress("News", "news@example.org"));
        message.To.Add(new MailboxAddress(name, $"reader-{reader}@example.com"));
        message.Body = new BodyBuilder
        {
            TextBody = text.Replace("Good morning, Reader", $"Good morning, {name}"),
            HtmlBody = html.Replace("Good morning, Reader", $"Good morning, {name}"),
        }.ToMessageBody();
        return message;
    }
}
