namespace ActorMail.Node.Tests.Telemetry;

/// <summary>The tables of docs/telemetry.md.</summary>
internal static class TelemetryDocument
{
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "ActorMail.sln"))) folder = folder.Parent!;
            return folder.FullName;
        }
    }

    /// <summary>The names in Prometheus.</summary>
    public static IEnumerable<string> Metrics() => Rows("Metrics").Select(row => row[1]);

    public static IEnumerable<string> Spans() => Rows("Traces").Select(row => row[0]);

    /// <summary>The cells of the table of one section, without its head.</summary>
    public static IEnumerable<string[]> Rows(string section) =>
        File.ReadAllText(Path.Combine(Root, "docs", "telemetry.md")).Split($"## {section}\n")[1].Split("\n## ")[0].Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray());
}
