namespace ActorMail.Adapters.Tests.Postfix;

/// <summary>What a private Postfix needs of this machine.</summary>
internal static class PostfixPrograms
{
    private static readonly string[] Programs = ["/usr/sbin/postfix", "/usr/sbin/saslpasswd2", "/usr/lib/x86_64-linux-gnu/sasl2/libplain.so"];

    /// <summary>Why there can be none; null when there can.</summary>
    public static string? Missing { get; } =
        Environment.UserName != "root" ? "only root can start a Postfix of its own"
        : Programs.FirstOrDefault(program => !Exists(program)) is { } absent
            ? $"{absent} is not installed (Debian: apt install postfix sasl2-bin libsasl2-modules)"
            : null;

    // The library's folder carries the machine's architecture.
    private static bool Exists(string path) => File.Exists(path)
        || (path.EndsWith(".so", StringComparison.Ordinal) && Directory.GetDirectories("/usr/lib").Any(folder =>
            File.Exists(Path.Combine(folder, "sasl2", Path.GetFileName(path)))));
}

/// <summary>A theory that needs a real Postfix; skipped with the reason where there can be none.</summary>
public sealed class PostfixTheoryAttribute : TheoryAttribute
{
    public PostfixTheoryAttribute() => Skip = PostfixPrograms.Missing;
}

/// <summary>A test that needs a real Postfix; skipped with the reason where there can be none.</summary>
public sealed class PostfixFactAttribute : FactAttribute
{
    public PostfixFactAttribute() => Skip = PostfixPrograms.Missing;
}
