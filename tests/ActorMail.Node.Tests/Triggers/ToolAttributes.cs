using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Triggers;

/// <summary>The tools of the callers, and why a test of one is skipped.</summary>
internal static class Tools
{
    public const string Php = "/usr/bin/php";
    public const string Curl = "/usr/bin/curl";
    public const string Bash = "/bin/bash";

    public static string? Missing(string path, string package) =>
        File.Exists(path) ? null : $"{path} is not installed (Debian: apt install {package})";

    /// <summary>The extension lies in a folder of PHP's version.</summary>
    public static string? PhpCurlMissing() =>
        Missing(Php, "php-cli") ?? (Directory.Exists("/usr/lib/php")
            && Directory.EnumerateFiles("/usr/lib/php", "curl.so", SearchOption.AllDirectories).Any()
                ? null
                : "PHP's curl is not installed (Debian: apt install php-curl)");
}

/// <summary>A test that needs PHP; skipped with the reason where there is none.</summary>
internal sealed class PhpFactAttribute : FactAttribute
{
    public PhpFactAttribute() => Skip = Tools.Missing(Tools.Php, "php-cli");
}

/// <inheritdoc cref="PhpFactAttribute"/>
internal sealed class PhpTheoryAttribute : TheoryAttribute
{
    public PhpTheoryAttribute() => Skip = Tools.Missing(Tools.Php, "php-cli");
}

/// <summary>A test that needs PHP with curl; skipped with the reason where there is none.</summary>
internal sealed class PhpCurlFactAttribute : FactAttribute
{
    public PhpCurlFactAttribute() => Skip = Tools.PhpCurlMissing();
}

/// <summary>A theory that needs PHP with curl; skipped with the reason where there is none.</summary>
internal sealed class PhpCurlTheoryAttribute : TheoryAttribute
{
    public PhpCurlTheoryAttribute() => Skip = Tools.PhpCurlMissing();
}

/// <summary>A theory that needs curl; skipped with the reason where there is none.</summary>
internal sealed class CurlTheoryAttribute : TheoryAttribute
{
    public CurlTheoryAttribute() => Skip = Tools.Missing(Tools.Curl, "curl");
}

/// <summary>A theory that needs Chromium; skipped with the reason where there is none.</summary>
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Tools.Missing(ChromiumFactAttribute.Path, "chromium");
}
