namespace ActorMail.Relays;

/// <summary>
/// Whether a relay is used: closed, it is; open, it is not, until its wait is over, and then one connection tries one message. Fails that,
/// too, it waits twice as long (1 s up to 5 min, up to a fifth later by chance). A pause is a wait that only its own end ends.
/// </summary>
internal sealed class Breaker
{
    /// <summary>So many failures in a row open it.</summary>
    public const int Failures = 3;

    private const double Jitter = 0.2;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>After so long without failing, the first wait is short again.</summary>
    private static readonly TimeSpan Health = TimeSpan.FromSeconds(30);

    private int _failures;
    private int _waits;
    private DateTimeOffset _closedAt = DateTimeOffset.MinValue;

    /// <summary>Why it is open; null when it is closed.</summary>
    public string? Why { get; private set; }

    /// <summary>Until when nothing is tried; null with <see cref="Why"/> for a pause that only a person ends.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>It was told to wait, so that one success of before does not end it.</summary>
    public bool IsPaused { get; private set; }

    public bool IsClosed => Why is null;

    /// <summary>It is open and its wait is over: one message may try.</summary>
    public bool IsHalfOpen(DateTimeOffset now) => Why is not null && Until <= now;

    public bool IsShut(DateTimeOffset now) => Why is not null && !(Until <= now);

    /// <summary>A connection or a message failed by the relay's doing. True when it opened, or stays open for longer.</summary>
    public bool Failed(string why, DateTimeOffset now, double chance)
    {
        if (IsShut(now)) return false;
        if (IsClosed && ++_failures < Failures) return false;
        if (IsClosed && now - _closedAt >= Health) _waits = 0;
        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(_waits++, 16)));
        (Why, Until, IsPaused) = (why, now + wait * (1 + Jitter * chance), false);
        return true;
    }

    /// <summary>The relay took a message, or answered for it. True when it closed.</summary>
    public bool Succeeded(DateTimeOffset now)
    {
        if (IsShut(now)) return false;
        _failures = 0;
        if (IsClosed) return false;
        Close(now);
        return true;
    }

    /// <summary>Nothing is tried until then, or until <see cref="Resume"/>; an end that is nearer than the one it has changes nothing.</summary>
    public void Pause(string why, DateTimeOffset? until)
    {
        if (IsPaused && (Until is null || until < Until)) return;
        (Why, Until, IsPaused) = (why, until, true);
    }

    /// <summary>A person says that it may be used again; one message tries first.</summary>
    public void Resume(DateTimeOffset now)
    {
        if (IsClosed) return;
        (Until, IsPaused, _waits) = (now, false, 0);
    }

    private void Close(DateTimeOffset now)
    {
        (Why, Until, IsPaused, _failures, _closedAt) = (null, null, false, 0, now);
    }
}
