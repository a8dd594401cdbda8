namespace ActorMail.Posts;

/// <summary>Deliveries a second over the last ten seconds.</summary>
internal sealed class PaceMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Queue<(DateTimeOffset At, int Decided)> _samples = new();

    public void Add(int decided, DateTimeOffset now)
    {
        Forget(now);
        _samples.Enqueue((now, decided));
    }

    public double PerSecond(DateTimeOffset now)
    {
        Forget(now);
        if (_samples.Count < 2) return 0;
        // The first sample only opens the window: what it counted happened before it.
        var seconds = (now - _samples.Peek().At).TotalSeconds;
        return seconds <= 0 ? 0 : _samples.Skip(1).Sum(sample => sample.Decided) / seconds;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_samples.TryPeek(out var oldest) && now - oldest.At > Window) _samples.Dequeue();
    }
}
