namespace ActorMail.Delivery;

/// <summary>A relay's limit of messages a second: a bucket that holds a tenth of a second's worth and refills steadily.</summary>
internal sealed class RelayPace(double? perSecond)
{
    private readonly double _capacity = Math.Max(1, (perSecond ?? 1) / 10);
    private double _tokens = 1;
    private DateTimeOffset? _filledAt;

    /// <summary>Takes one message's worth if there is one at <paramref name="now"/>.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        if (perSecond is not { } rate) return true;
        var elapsed = _filledAt is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0;
        _filledAt = now;
        _tokens = Math.Min(_capacity, _tokens + elapsed * rate);
        if (_tokens < 1) return false;
        _tokens -= 1;
        return true;
    }

    /// <summary>Gives one back that was taken for a message which never started.</summary>
    public void GiveBack() => _tokens = Math.Min(_capacity, _tokens + 1);
}
