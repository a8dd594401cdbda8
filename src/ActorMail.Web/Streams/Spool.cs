namespace ActorMail.Web.Streams;

/// <summary>Files without a name, which vanish with the process, and whole bodies kept in them.</summary>
internal static class Spool
{
    /// <summary>The body's file at its beginning; null when the body is larger than <paramref name="limit"/>. A cut body throws.</summary>
    public static async Task<FileStream?> WholeAsync(Stream body, string directory, long limit, CancellationToken cancel)
    {
        var file = Create(directory);
        var whole = false;
        try
        {
            whole = await CopyAsync(body, file, limit, cancel);
            file.Position = 0;
            return whole ? file : null;
        }
        finally
        {
            if (!whole) await file.DisposeAsync();
        }
    }

    /// <summary>An empty one. What is written is written at once, so that closing it on a full disk has nothing left to fail with.</summary>
    public static FileStream Create(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"import-{Guid.NewGuid():n}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Where an open file may be deleted, not even kill -9 leaves the addresses behind.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    private static async Task<bool> CopyAsync(Stream body, FileStream file, long limit, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if (file.Length + read > limit) return false;
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return true;
    }
}
