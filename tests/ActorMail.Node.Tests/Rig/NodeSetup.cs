using System.Net;
using System.Net.Sockets;

namespace ActorMail.Node.Tests.Rig;

/// <summary>
/// Where a node lives: its data, its port and its environment. A second process with the same setup is its restart.
/// </summary>
internal sealed class NodeSetup : IDisposable
{
    public NodeSetup() => Environment["ASPNETCORE_URLS"] = Url.ToString();

    /// <summary>Does not exist before the node makes it.</summary>
    public string DataDirectory { get; } = Path.Combine(
        Path.GetTempPath(), "actormail-tests", Guid.NewGuid().ToString("N"), "data");

    public Uri Url { get; init; } = new($"http://127.0.0.1:{FreePort()}");

    public List<string> Arguments { get; } = [];

    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>A node that sends to the relay at <paramref name="port"/> of this machine.</summary>
    public static NodeSetup ToRelay(int port, int connections = 4)
    {
        var setup = new NodeSetup();
        setup.Set("From", "News <news@example.org>");
        setup.Set("PublicUrl", setup.Url.ToString());
        setup.Set("Relays:0:Name", "recorder");
        setup.Set("Relays:0:Host", "127.0.0.1");
        setup.Set("Relays:0:Port", port.ToString());
        setup.Set("Relays:0:Security", "none");
        setup.Set("Relays:0:MaxConnections", connections.ToString());
        return setup;
    }

    /// <summary>Sets a key of the section ActorMail.</summary>
    public NodeSetup Set(string key, string value)
    {
        Environment[$"ActorMail__{key.Replace(":", "__")}"] = value;
        return this;
    }

    /// <summary>
    /// A port nobody listens on now, below those the system gives to outgoing connections: with thousands of those a port
    /// the system chose is soon taken again.
    /// </summary>
    public static int FreePort()
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var port = Random.Shared.Next(20_000, 32_000);
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

    public void Dispose()
    {
        var folder = Path.GetDirectoryName(DataDirectory)!;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
