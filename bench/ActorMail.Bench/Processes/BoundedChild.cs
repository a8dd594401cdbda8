using System.Diagnostics;

namespace ActorMail.Bench.Processes;

/// <summary>The bench itself as a child process that ends in bounded time, by itself or killed.</summary>
internal static class BoundedChild
{
    /// <summary>Gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed, or had to be killed.</exception>
    public static async Task<string> RunAsync(string[] arguments, TimeSpan atMost, CancellationToken cancel)
    {
        var bench = typeof(BoundedChild).Assembly.Location;
        using var child = Process.Start(
            new ProcessStartInfo("dotnet", [bench, .. arguments]) { RedirectStandardOutput = true })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(atMost);
        try
        {
            var printed = await child.StandardOutput.ReadToEndAsync(limit.Token);
            await child.WaitForExitAsync(limit.Token);
            return child.ExitCode == 0
                ? printed
                : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {child.ExitCode}.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} did not end within {atMost}.");
        }
        finally
        {
            if (!child.HasExited) child.Kill(entireProcessTree: true);
        }
    }
}
