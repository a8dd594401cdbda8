using ActorMail.Storage;

namespace ActorMail.Telemetry;

/// <summary>
/// A figure of the store. It is asked for only after somebody looked, and at most every ten seconds: the look itself gets what was known
/// before.
/// </summary>
internal sealed class LateFigure<T>(Func<Task<T>> ask, TimeProvider time) where T : struct
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private T _known;
    private long? _askedAt;

    /// <summary>What is known; asks anew in the background when that is old.</summary>
    public T Look()
    {
        lock (_gate)
        {
            if (_askedAt is not { } asked || time.GetElapsedTime(asked) >= GoodFor)
            {
                _askedAt = time.GetTimestamp();
                _ = Task.Run(AskAsync);
            }

            return _known;
        }
    }

    private async Task AskAsync()
    {
        try
        {
            var told = await ask();
            lock (_gate) _known = told;
        }
        catch (StoreUnavailableException)
        {
            // The figure stays as it is; that the store fails is a figure of its own.
        }
    }
}
