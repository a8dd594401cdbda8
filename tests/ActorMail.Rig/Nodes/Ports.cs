using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ActorMail.Rig.Nodes;

/// <summary>Ports of this machine that a process can be told to listen on.</summary>
public static class Ports
{
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>
    /// A port nobody listens on now, below those the system gives to outgoing connections: with thousands of those a port
    /// the system chose is soon taken again, and this one stays free between two lives of a node.
    /// </summary>
    public static int Free()
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            // Given to a test beside this one whose node is still to start.
            if (!Given.TryAdd(port, true)) continue;
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        throw new InvalidOperationException("There is no free port.");
    }
}
