namespace ActorMail.Testing.Postgres;

/// <summary>Where this machine keeps PostgreSQL's programs.</summary>
public static class PostgresPrograms
{
    private const string Debian = "/usr/lib/postgresql";
    private static readonly string? Folder = Find();

    /// <summary>Why no server can be started; null when one can.</summary>
    public static string? Missing => Folder is null
        ? $"No PostgreSQL server under {Debian}/*/bin or on the PATH (Debian: apt install postgresql)"
        : null;

    /// <summary>The full path of one of them.</summary>
    public static string Path(string program) =>
        System.IO.Path.Combine(Folder ?? throw new InvalidOperationException(Missing), program);

    /// <summary>The newest version installed, else the first on the PATH.</summary>
    private static string? Find()
    {
        var versions = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(Version).Select(version => System.IO.Path.Combine(version, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        return versions.Concat(path).FirstOrDefault(folder =>
            File.Exists(System.IO.Path.Combine(folder, "initdb")) && File.Exists(System.IO.Path.Combine(folder, "postgres")));
    }

    private static int Version(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder), out var version) ? version : 0;
}
