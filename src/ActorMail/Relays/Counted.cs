namespace ActorMail.Relays;

/// <summary>Says when something has come so many times within so long.</summary>
internal sealed class Counted(int times, TimeSpan within)
{
    private readonly Queue<DateTimeOffset> _seen = new();

    public void Clear() => _seen.Clear();

    /// <summary>True when this one makes it full; it then counts anew.</summary>
    public bool Add(DateTimeOffset now)
    {
        _seen.Enqueue(now);
        while (_seen.TryPeek(out var first) && now - first > within) _seen.Dequeue();
        if (_seen.Count < times) return false;
        _seen.Clear();
        return true;
    }
}
