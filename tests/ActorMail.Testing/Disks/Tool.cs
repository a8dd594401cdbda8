using System.ComponentModel;
using System.Diagnostics;

namespace ActorMail.Testing.Disks;

/// <summary>Runs a system tool to its end.</summary>
public static class Tool
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
        catch (Win32Exception)
        {
            return false;
        }
    }
}
