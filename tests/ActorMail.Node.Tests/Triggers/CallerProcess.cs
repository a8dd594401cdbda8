using System.Diagnostics;
using ActorMail.Node.Tests.Cli;

namespace ActorMail.Node.Tests.Triggers;

/// <summary>A caller's program, with the command <c>actormail</c> on its path and the node in its environment.</summary>
internal static class CallerProcess
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(120);

    public static Process Start(string folder, Uri node, string key, string tool, params string[] args)
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var command = Path.Combine(mine.Parent!.Parent!.FullName, "ActorMail.Cli", mine.Name);
        return Nursery.Start(new ProcessStartInfo(tool, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{command}:{Environment.GetEnvironmentVariable("PATH")}",
                ["ACTORMAIL_URL"] = node.ToString().TrimEnd('/'),
                ["ACTORMAIL_KEY"] = key,
            },
        });
    }

    /// <summary>Gives what it said once it has ended and everybody has let go of its output.</summary>
    public static async Task<Typed> RunAsync(string folder, Uri node, string key, string tool, params string[] args)
    {
        using var process = Start(folder, node, key, tool, args);
        process.StandardInput.Close();
        using var bound = new CancellationTokenSource(EndsWithin);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(bound.Token), process.StandardError.ReadToEndAsync(bound.Token));
            await process.WaitForExitAsync(bound.Token);
            return new Typed(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
