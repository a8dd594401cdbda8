namespace ActorMail.Testing.Disks;

/// <summary>A small file system in memory, in place of a folder.</summary>
public sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<bool> Allowed = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("actormail-mount").FullName;
        var mounted = Tool.Runs("mount", "-t", "tmpfs", "-o", "size=64k", "actormail-test", folder);
        if (mounted) Tool.Runs("umount", folder);
        Directory.Delete(folder);
        return mounted;
    });

    private readonly string _folder;
    private readonly long _size;

    private SmallDisk(string folder, long size) => (_folder, _size) = (folder, size);

    /// <summary>Why there can be none; null when there can.</summary>
    public static string? Missing => Allowed.Value ? null : "mounting a file system is not allowed here (run as root)";

    /// <param name="megabytes">Its size.</param>
    public static SmallDisk MountAt(string folder, int megabytes = 16)
    {
        Directory.CreateDirectory(folder);
        if (!Tool.Runs("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "actormail-test", folder))
            throw new InvalidOperationException($"Nothing can be mounted at {folder}.");
        return new SmallDisk(folder, (long)megabytes << 20);
    }

    /// <summary>Writes until nothing more fits.</summary>
    public void Fill()
    {
        using var filler = File.OpenHandle(Path.Combine(_folder, "filler"), FileMode.Create, FileAccess.Write);
        try
        {
            var block = new byte[512];
            for (var at = 0L; at < _size; at += block.Length) RandomAccess.Write(filler, block, at);
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    public void MakeRoom() => File.Delete(Path.Combine(_folder, "filler"));

    public void Dispose() => Tool.Runs("umount", "--lazy", _folder);
}
