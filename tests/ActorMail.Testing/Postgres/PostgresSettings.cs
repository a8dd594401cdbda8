namespace ActorMail.Testing.Postgres;

/// <summary>How a test's server runs.</summary>
/// <param name="Fsync">True when a commit must survive a power cut; false makes tests faster.</param>
/// <param name="Extra">Further settings of postgresql.conf, by name.</param>
public sealed record PostgresSettings(bool Fsync = false, IReadOnlyDictionary<string, string>? Extra = null)
{
    internal IEnumerable<string> Arguments(string folder, int port)
    {
        var switched = Fsync ? "on" : "off";
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = $"{port}",
            ["unix_socket_directories"] = folder,
            ["max_connections"] = "200",
            ["shared_buffers"] = "64MB",
            ["fsync"] = switched,
            ["full_page_writes"] = switched,
        };
        foreach (var (name, value) in Extra ?? new Dictionary<string, string>()) settings[name] = value;
        return settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });
    }
}
