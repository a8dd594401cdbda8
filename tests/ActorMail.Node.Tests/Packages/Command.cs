using System.Diagnostics;

namespace ActorMail.Node.Tests.Packages;

/// <summary>A program that is run to its end, or a server that is run until it is told to end.</summary>
internal static class Command
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(4);

    /// <summary>Runs it and gives what it said; fails with that when it does not succeed.</summary>
    public static async Task<string> RunAsync(string folder, params string[] words)
    {
        using var process = Start(folder, new Dictionary<string, string>(), words);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Within);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', words)} took longer than {Within}.");
        }

        var said = await output + await errors;
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)} ended with {process.ExitCode}:\n{said}");
        return said;
    }

    /// <summary>Starts it with its output kept by the caller.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No server of the SDK may outlive its command.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Nursery.Start(start);
    }
}
