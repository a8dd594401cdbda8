namespace ActorMail.Node.Tests.Rig;

/// <summary>A test that needs Chromium; skipped with the reason where there is none.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public const string Path = "/usr/bin/chromium";

    public ChromiumFactAttribute()
    {
        if (!File.Exists(Path)) Skip = $"{Path} is not installed (Debian: apt install chromium)";
    }
}

/// <summary>A test that needs Postfix's smtp-sink; skipped with the reason where there is none.</summary>
internal sealed class SmtpSinkFactAttribute : FactAttribute
{
    public const string Path = "/usr/sbin/smtp-sink";

    public SmtpSinkFactAttribute()
    {
        if (!File.Exists(Path)) Skip = $"{Path} is not installed (Debian: apt install postfix)";
    }
}

/// <summary>A test that needs a program on the PATH; skipped with the reason where there is none.</summary>
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program)))) Skip = $"{program} is not installed (Debian: apt install {package})";
    }
}
