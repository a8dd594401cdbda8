using ActorMail.Testing.Disks;

namespace ActorMail.Node.Tests.StoreFaults;

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
