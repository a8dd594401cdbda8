namespace ActorMail.Relays;

/// <summary>
/// How many messages may be under way at a time: it starts at 2, grows by one for as many successes as it is wide, and is halved when
/// the other side asks for less (additive increase, multiplicative decrease).
/// </summary>
internal sealed class Window(int most)
{
    private const int Start = 2;

    /// <summary>Several complaints of one moment are one: the messages were under way together.</summary>
    private static readonly TimeSpan OneMoment = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstCeiling = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestCeiling = TimeSpan.FromMinutes(30);

    private int _successes;
    private int _ceiling = most;
    private TimeSpan _ceilingFor = FirstCeiling;
    private DateTimeOffset _ceilingUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _halvedAt = DateTimeOffset.MinValue;

    public int Width { get; private set; } = Math.Min(Start, most);

    public int Most { get; } = most;

    public bool IsNarrowed => _halvedAt > DateTimeOffset.MinValue && Width < Most;

    public void Succeeded(DateTimeOffset now)
    {
        var limit = now < _ceilingUntil ? _ceiling : Most;
        if (Width >= limit || ++_successes < Width) return;
        Width++;
        _successes = 0;
    }

    public void Halve(DateTimeOffset now)
    {
        _successes = 0;
        if (now - _halvedAt < OneMoment && now >= _halvedAt) return;
        _halvedAt = now;
        Width = Math.Max(1, Width / 2);
    }

    /// <summary>
    /// One more than <paramref name="taken"/> was too many, which is not tried again for a while, longer each time: else a fast sender
    /// would be refused many times a second.
    /// </summary>
    public void Ceil(int taken, DateTimeOffset now)
    {
        if (now < _ceilingUntil && taken >= _ceiling) return;
        (_ceiling, _ceilingUntil) = (Math.Max(1, taken), now + _ceilingFor);
        Width = Math.Min(Width, _ceiling);
        _ceilingFor = _ceilingFor * 2 < LongestCeiling ? _ceilingFor * 2 : LongestCeiling;
    }

    /// <summary>Begins anew, carefully, after a time without any use.</summary>
    public void BeginAnew()
    {
        Width = Math.Min(Start, Most);
        _successes = 0;
    }
}
