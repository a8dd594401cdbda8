using System.Diagnostics;
using System.Globalization;
using ActorMail.Options;

namespace ActorMail.Node.Start;

/// <summary>What the operator reads first: where the node listens, where its mails go, where its data is.</summary>
internal static class Greeting
{
    /// <summary>The folder, or the database's file where that has a name of its own.</summary>
    private static string DataPlace(ActorMailOptions options) => Path.GetFullPath(
        DatabaseFile.TryParse(options.Database.ConnectionString ?? "", out var file, out _) ? file : options.DataDirectory);

    public static void Print(TextWriter to, NodeConfiguration node, IEnumerable<string> addresses)
    {
        var version = typeof(Greeting).Assembly.GetName().Version?.ToString(3);
        var relays = node.Options.ToRelays();
        to.WriteLine($"ActorMail {version} listens on {string.Join(", ", addresses)}");
        to.WriteLine(relays.Count > 0 ? $"Mails go to {string.Join(", ", relays)}"
            : node.SendsToRelays ? "Mails are sent by other nodes"
            : $"Mails go nowhere: they are caught, read them at {node.Door}inbox");
        if (node.Dkim.Keys.Count > 0) to.WriteLine($"Letters are signed by {string.Join(", ", node.Dkim.Keys)}");
        if (node.Options.ApiKeys.Count == 0 && !new Uri(node.Options.PublicUrl ?? "http://localhost").IsLoopback)
            to.WriteLine("Warning: no API key is configured (ActorMail:ApiKeys:0:Key), and a proxy on this machine would let everybody do everything");
        foreach (var warning in node.Dkim.Warnings) to.WriteLine($"Warning: {warning}");
        to.WriteLine(DatabaseRules.IsPostgreSql(node.Options.Database)
            ? "Data is kept in PostgreSQL"
            : $"Data is kept in {DataPlace(node.Options)}");
        if (node.Cluster is { } cluster)
            to.WriteLine($"Cluster {node.SystemName}: this node is {cluster.Hostname}:{cluster.Port}, {string.Join(" and ", cluster.Roles)}");
        using var process = Process.GetCurrentProcess();
        var took = TimeProvider.System.GetLocalNow().LocalDateTime - process.StartTime;
        to.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Ready after {took.TotalSeconds:N1} s; Ctrl-C ends it"));
    }
}
