namespace ActorMail.Smtp.Wire;

/// <summary>
/// Ends the link when the relay takes too long. One timer a connection, moved on with each command: the limit holds for a whole
/// reply (a relay that dribbles is bounded too) and costs nothing per read or write.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly ITimer _timer;
    private Action? _bite;

    public Watchdog(TimeProvider time, Action bite)
    {
        _bite = bite;
        _timer = time.CreateTimer(_ => Bite(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True once a limit was overrun.</summary>
    public bool Bitten { get; private set; }

    /// <summary>The limit now in force.</summary>
    public TimeSpan Limit { get; private set; }

    public void Allow(TimeSpan limit)
    {
        Limit = limit;
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing is expected of the relay now.</summary>
    public void Rest() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        Interlocked.Exchange(ref _bite, null);
        _timer.Dispose();
    }

    private void Bite()
    {
        if (Interlocked.Exchange(ref _bite, null) is not { } bite) return;
        Bitten = true;
        bite();
    }
}
