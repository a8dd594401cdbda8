using System.Diagnostics;

namespace ActorMail.Node.Tests.Rig;

/// <summary>Waits for a condition of another process, within a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <param name="otherwise">What to say when the bound is passed.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> otherwise)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > within)
                throw new TimeoutException($"Not so within {within}: {otherwise()}");
            await Task.Delay(Glance);
        }
    }

    public static Task TrueAsync(Func<bool> condition, TimeSpan within, Func<string> otherwise) =>
        TrueAsync(() => Task.FromResult(condition()), within, otherwise);
}
