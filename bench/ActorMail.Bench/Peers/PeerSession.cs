using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace ActorMail.Bench.Peers;

/// <summary>A MailKit session as the peers of .NET have it, with the NoDelay that MailKit does not set itself.</summary>
internal static class PeerSession
{
    public static async Task<SmtpClient> OpenAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        var client = new SmtpClient();
        await client.ConnectAsync(socket, "127.0.0.1", port, SecureSocketOptions.None);
        return client;
    }
}
