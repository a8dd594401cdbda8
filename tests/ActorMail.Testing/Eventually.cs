using System.Diagnostics;

namespace ActorMail.Testing;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns the first result that satisfies <paramref name="condition"/>; fails with the last one after <paramref name="within"/> (10 s).</summary>
    public static async Task<T> BecomesAsync<T>(
        Func<Task<T>> look, Func<T, bool> condition, string what, TimeSpan? within = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (condition(seen)) return seen;
            if (clock.Elapsed > (within ?? TimeSpan.FromSeconds(10)))
                throw new TimeoutException($"Not {what} after {clock.Elapsed.TotalSeconds:0.0} s; last seen: {seen}");
            await Task.Delay(Look);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        BecomesAsync(() => Task.FromResult(condition()), holds => holds, what, within);

    /// <param name="otherwise">What to say when the bound is passed.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> otherwise)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > within)
                throw new TimeoutException($"Not so within {within}: {otherwise()}");
            await Task.Delay(Look);
        }
    }

    public static Task TrueAsync(Func<bool> condition, TimeSpan within, Func<string> otherwise) =>
        TrueAsync(() => Task.FromResult(condition()), within, otherwise);
}
