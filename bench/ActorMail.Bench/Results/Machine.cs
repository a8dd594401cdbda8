using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ActorMail.Bench.Results;

/// <summary>Where something was measured.</summary>
internal sealed record Machine(
    string Processor, int Cores, double MemoryGiB, string System, string Runtime, string Commit)
{
    public static Machine Here() => new(
        Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024 / 1024, 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        Head());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {MemoryGiB} GiB, {System}, {Runtime}, commit {Commit}. ")
        + "Node, sink and bench share the cores.";

    private static string? Line(string file, string key) => File.Exists(file)
        ? File.ReadLines(file)
            .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;

    private static string Head()
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", AppContext.BaseDirectory, "describe", "--always", "--dirty"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var head = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return head.Length > 0 ? head : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
