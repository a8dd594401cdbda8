using System.Diagnostics;

namespace ActorMail.Rig.Networks;

/// <summary>The machine's <c>ip</c> program.</summary>
internal static class Ip
{
    /// <exception cref="InvalidOperationException">It refused, with its words, or there is none.</exception>
    public static void Run(params string[] arguments) => Ask(arguments);

    /// <summary>Where it does not matter whether there was anything to do.</summary>
    public static void Try(params string[] arguments)
    {
        try
        {
            Ask(arguments);
        }
        catch (InvalidOperationException)
        {
            // Nothing to do.
        }
    }

    public static IReadOnlyList<string> Spaces() => Names(Ask("netns", "list"), 0);

    /// <summary>Names without the <c>@peer</c> of a pair.</summary>
    public static IReadOnlyList<string> Links() => Names(Ask("-o", "link", "show"), 1);

    private static IReadOnlyList<string> Names(string lines, int column) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries)[column].Split('@')[0])];

    private static string Ask(params string[] arguments)
    {
        try
        {
            using var ip = Process.Start(
                new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var refused = ip.StandardError.ReadToEndAsync();
            var said = ip.StandardOutput.ReadToEnd();
            ip.WaitForExit();
            return ip.ExitCode == 0
                ? said
                : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {refused.Result.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("there is no ip program (Debian: apt install iproute2)");
        }
    }
}
