using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ActorMail.CrashRig.Nodes;

/// <summary>Where the node of one run lives: its program, its data, its port. Every life of it has the same.</summary>
internal sealed class NodeHome : IDisposable
{
    public NodeHome(string program, int relayPort, int connections, int sliceSize, string onUncertain)
    {
        Program = program;
        Directory.CreateDirectory(Folder);
        Environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = Url.ToString(),
            ["ActorMail__DataDirectory"] = Path.Combine(Folder, "data"),
            ["ActorMail__Database__ConnectionString"] = $"Data Source={Database}",
            ["ActorMail__From"] = "News <news@example.org>",
            ["ActorMail__PublicUrl"] = Url.ToString(),
            ["ActorMail__Relays__0__Name"] = "recorder",
            ["ActorMail__Relays__0__Host"] = "127.0.0.1",
            ["ActorMail__Relays__0__Port"] = Text(relayPort),
            ["ActorMail__Relays__0__Security"] = "none",
            ["ActorMail__Relays__0__MaxConnections"] = Text(connections),
            ["ActorMail__Delivery__SliceSize"] = Text(sliceSize),
            ["ActorMail__Delivery__OnUncertain"] = onUncertain,
        };
    }

    public string Program { get; }

    public string Folder { get; } = NewFolder();

    public string Database => Path.Combine(Folder, "node.db");

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort()}");

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The node built together with this program, or with the tests that run the rig.</summary>
    public static string BuiltProgram
    {
        get
        {
            var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            return Path.Combine(mine.Parent!.Parent!.FullName, "ActorMail.Node", mine.Name, "ActorMail.Node.dll");
        }
    }

    public static string NewFolder() =>
        Path.Combine(Path.GetTempPath(), "actormail-crash", Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// Below those the system gives to outgoing connections, so that it stays free between two lives.
    /// </summary>
    private static int FreePort()
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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
