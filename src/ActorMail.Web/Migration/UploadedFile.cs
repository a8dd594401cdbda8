namespace ActorMail.Web.Migration;

/// <summary>A whole body in a file that only this user may read and that goes with its owner.</summary>
internal sealed class UploadedFile : IDisposable
{
    private const string Prefix = "migration-";

    private UploadedFile(string path) => Path = path;

    internal string Path { get; }

    /// <summary>Removes what a node that was killed left; nobody else may be using the folder.</summary>
    public static void ClearLeftovers(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, $"{Prefix}*.db*"))
        {
            // An operator's own copy may have a name much like it.
            var name = System.IO.Path.GetFileName(path);
            if (Guid.TryParseExact(name[Prefix.Length..name.IndexOf(".db", StringComparison.Ordinal)], "n", out _)) File.Delete(path);
        }
    }

    /// <summary>A cut body throws and leaves nothing.</summary>
    internal static async Task<UploadedFile> WholeAsync(Stream body, string directory, CancellationToken cancel)
    {
        Directory.CreateDirectory(directory);
        var file = new UploadedFile(System.IO.Path.Combine(directory, $"{Prefix}{Guid.NewGuid():n}.db"));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using var to = new FileStream(file.Path, options);
            await body.CopyToAsync(to, cancel);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>SQLite may have laid its own files beside it.</summary>
    public void Dispose()
    {
        foreach (var path in new[] { Path, $"{Path}-wal", $"{Path}-shm", $"{Path}-journal" }) File.Delete(path);
    }
}
