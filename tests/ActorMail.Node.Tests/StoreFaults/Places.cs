using System.Diagnostics;

namespace ActorMail.Node.Tests.StoreFaults;

/// <summary>A small file system in memory, in place of the node's data folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const long Size = 16 << 20;
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static SmallDisk MountAt(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!Tool.Runs("mount", "-t", "tmpfs", "-o", $"size={Size}", "actormail-test", folder))
            throw new InvalidOperationException($"Nothing can be mounted at {folder}.");
        return new SmallDisk(folder);
    }

    /// <summary>Writes until nothing more fits.</summary>
    public void Fill()
    {
        using var filler = File.OpenHandle(Path.Combine(_folder, "filler"), FileMode.Create, FileAccess.Write);
        try
        {
            var block = new byte[512];
            for (var at = 0L; at < Size; at += block.Length) RandomAccess.Write(filler, block, at);
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    public void MakeRoom() => File.Delete(Path.Combine(_folder, "filler"));

    public void Dispose() => Tool.Runs("umount", "--lazy", _folder);
}

/// <summary>Runs a system tool to its end.</summary>
internal static class Tool
{
    public static bool Runs(string name, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(name, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that mounts a file system; skipped with the reason where that is not allowed.</summary>
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Allowed = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("actormail-mount").FullName;
        var mounted = Tool.Runs("mount", "-t", "tmpfs", "-o", "size=64k", "actormail-test", folder);
        if (mounted) Tool.Runs("umount", folder);
        Directory.Delete(folder);
        return mounted;
    });

    public MountFactAttribute()
    {
        if (!Allowed.Value) Skip = "mounting a file system is not allowed here (run as root)";
    }
}

/// <summary>A test that makes files immutable; skipped with the reason where that is not allowed.</summary>
internal sealed class ImmutableFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Allowed = new(() =>
    {
        var file = Path.GetTempFileName();
        var allowed = Tool.Runs("chattr", "+i", file) && Tool.Runs("chattr", "-i", file);
        File.Delete(file);
        return allowed;
    });

    public ImmutableFactAttribute()
    {
        if (!Allowed.Value) Skip = "files cannot be made immutable here (run as root, on a file system that has chattr)";
    }
}
