using Xunit;

namespace ActorMail.Testing.Disks;

/// <summary>A test that mounts a file system; skipped with the reason where that is not allowed.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = SmallDisk.Missing;
}
