using Microsoft.Win32.SafeHandles;

namespace ActorMail.Cli.Terminal;

/// <summary>Stdout, opened so that a reader who goes away (<c>| head -1</c>) is noticed.</summary>
internal static class StandardOutput
{
    /// <summary>EPIPE, which has this number on every Unix.</summary>
    private const int BrokenPipe = 32;

    /// <summary>
    /// The console's own stream drops what a broken pipe does not take, so a command that watches would never end. Only a pipe is
    /// taken from it: a FileStream leaves a file's offset where it was, and the shell's next command would write over this one's lines.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return Console.OpenStandardOutput();
        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }

    /// <summary>True when a write failed because nobody reads any more.</summary>
    public static bool IsUnread(IOException fault) => fault.HResult == BrokenPipe;

    /// <summary>True when a write may end so: .NET says of a closed stdout (<c>>&amp;-</c>) that access is denied.</summary>
    public static bool IsFault(Exception fault) => fault is IOException or UnauthorizedAccessException;

    public static string Why(Exception fault) => "failed: the output cannot be written: "
        + (fault is UnauthorizedAccessException ? "stdout is closed" : Printable.OneLine(fault.Message));
}
