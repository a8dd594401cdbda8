using System.Globalization;

namespace ActorMail.Rig.Nodes;

/// <summary>
/// Where a node lives: its data, its port and its environment. A second process with the same setup is its restart.
/// </summary>
public sealed class NodeSetup : IDisposable
{
    public NodeSetup()
        : this(new Uri($"http://127.0.0.1:{Ports.Free()}"))
    {
    }

    public NodeSetup(Uri url)
    {
        Url = url;
        Environment["ASPNETCORE_URLS"] = Url.ToString();
        Set("DataDirectory", DataDirectory);
    }

    /// <summary>The built node; another one to run a broken or an older build.</summary>
    public string Program { get; init; } = BuiltProgram;

    /// <summary>All this setup owns; removed with it.</summary>
    public string Folder { get; } = NewFolder();

    /// <summary>Does not exist before the node makes it.</summary>
    public string DataDirectory => Path.Combine(Folder, "data");

    public Uri Url { get; init; }

    /// <summary>A command the node is started through, as <c>ip netns exec NAME</c>; it has to become the node.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>Sent with every request to its door; null for none.</summary>
    public string? ApiKey { get; init; }

    public List<string> Arguments { get; } = [];

    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The node built together with this program.</summary>
    public static string BuiltProgram
    {
        get
        {
            var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            return Path.Combine(mine.Parent!.Parent!.FullName, "ActorMail.Node", mine.Name, "ActorMail.Node.dll");
        }
    }

    /// <summary>A node that sends to the relay at <paramref name="port"/> of this machine.</summary>
    public static NodeSetup ToRelay(int port, int connections = 4) => new NodeSetup().SendingTo("127.0.0.1", port, connections);

    /// <summary>A folder nobody has yet, which is not made.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "actormail-rig", Guid.NewGuid().ToString("N"));

    public NodeSetup SendingTo(string host, int port, int connections) =>
        Set("From", "News <news@example.org>")
            .Set("PublicUrl", Url.ToString())
            .Set("Relays:0:Name", "recorder")
            .Set("Relays:0:Host", host)
            .Set("Relays:0:Port", Text(port))
            .Set("Relays:0:Security", "none")
            .Set("Relays:0:MaxConnections", Text(connections));

    /// <summary>Sets a key of the section ActorMail.</summary>
    public NodeSetup Set(string key, string value)
    {
        Environment[$"ActorMail__{key.Replace(":", "__")}"] = value;
        return this;
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
