using System.Globalization;

namespace ActorMail.Bench.Processes;

/// <summary>What a process has used so far, by the kernel's count (proc(5)).</summary>
internal sealed record Usage(double CpuSeconds, double PeakMiB)
{
    /// <summary>Of clock ticks: USER_HZ is 100 on every Linux that .NET runs on.</summary>
    private const double TicksASecond = 100;

    /// <summary>Null once it has ended.</summary>
    public static Usage? Of(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var peak = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            if (peak is null) return null;
            return new Usage(
                (Number(fields[11]) + Number(fields[12])) / TicksASecond,
                Number(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
