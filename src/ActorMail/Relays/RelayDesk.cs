using ActorMail.Delivery;

namespace ActorMail.Relays;

/// <summary>
/// All a dispatcher decides about one relay, without clock or actor: whether it may be used, by how many connections, and what each
/// opening and each message says about that.
/// </summary>
internal sealed class RelayDesk
{
    /// <summary>One of whose messages none has ended for so long is not waited for by others.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(2);

    /// <summary>A relay that greets with refusals, or whose connections are refused, is asked again so often.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMinutes(5);

    /// <summary>After so long without a connection somebody is called.</summary>
    private static readonly TimeSpan LongGone = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan FirstSlow = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestSlow = TimeSpan.FromHours(1);

    /// <summary>Messages and openings that were under way together complain of one thing, which counts once.</summary>
    private static readonly TimeSpan OneMoment = TimeSpan.FromSeconds(1);

    private readonly Breaker _breaker = new();
    private readonly Window _window;
    private readonly Counted _nonsense = new(5, TimeSpan.FromSeconds(60));
    private readonly Counted _refusedOpenings = new(11, TimeSpan.FromMinutes(5));
    private readonly Dictionary<RelayPause, (int Times, DateTimeOffset At)> _inARow = [];
    private string? _notOpened;
    private int _slowsInARow;
    private DateTimeOffset _lastEnded = DateTimeOffset.MinValue;
    private DateTimeOffset? _failingSince;
    private bool _called;

    public RelayDesk(RelaySettings settings)
    {
        Settings = settings;
        Pace = new RelayPace(settings);
        Day = new RelayDay(settings);
        _window = new Window(settings.MaxConnections);
    }

    public RelaySettings Settings { get; }

    public RelayPace Pace { get; }

    public RelayDay Day { get; }

    /// <summary>One for each connection it may ever have.</summary>
    public List<Slot> Slots { get; } = [];

    /// <summary>Its mailers that have a session or open one.</summary>
    public int Connected => Slots.Count(slot => slot.IsConnected);

    /// <summary>Its mailers that will have a session to use.</summary>
    public int Ready => Slots.Count(slot => slot.State is SlotState.Connecting or SlotState.Free);

    /// <summary>It took its part when that was last looked at.</summary>
    public bool WasTaking { get; set; }

    public bool IsClosed => _breaker.IsClosed;

    /// <summary>It has a limit a second or a day.</summary>
    public bool IsLimited => Pace.IsLimited || Day.IsLimited;

    /// <summary>No longer configured: what is under way ends, nothing new starts.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Messages asked for or being sent.</summary>
    public int UnderWay { get; private set; }

    /// <summary>Connections it may have at a time now.</summary>
    public int Allowed => _window.Width;

    /// <summary>What it has taken, by its weight.</summary>
    public double Load { get; set; }

    /// <summary>Its weight, less what it was narrowed by.</summary>
    public double Weight => (Settings.Weight ?? 1) * (_window.IsNarrowed ? (double)_window.Width / _window.Most : 1);

    /// <summary>What the slower messages took of late, from start to end.</summary>
    public RecentPeak MessageTakes { get; } = new();

    /// <summary>What is wrong with it; null when nothing is, or it was not tried yet.</summary>
    public string? Fault => _breaker.Why ?? _notOpened;

    public DateTimeOffset? Until => _breaker.Until;

    /// <summary>The state as others name it.</summary>
    public RelayUse Use(DateTimeOffset now) =>
        IsRetired ? RelayUse.Retiring
        : _breaker.IsPaused && _breaker.IsShut(now) ? RelayUse.Paused
        : _breaker.IsShut(now) ? RelayUse.Waiting
        : _breaker.IsHalfOpen(now) ? RelayUse.Probing
        : Day.UsedUpUntil > now ? RelayUse.UsedUp
        : RelayUse.Open;

    /// <summary>How many connections it may have, counting those that open.</summary>
    public int MayConnect(DateTimeOffset now) =>
        IsRetired || _breaker.IsShut(now) ? 0 : _breaker.IsClosed ? _window.Width : 1;

    /// <summary>Whether one more message may start.</summary>
    public bool MayStart(DateTimeOffset now) =>
        UnderWay < MayConnect(now) && Pace.HasTurn(now) && Day.HasTurn(now);

    /// <summary>Whether others wait for it to take its part.</summary>
    public bool Takes(DateTimeOffset now, bool isFree) =>
        !IsRetired && _breaker.IsClosed && Pace.HasTurn(now) && Day.HasTurn(now)
        && ((isFree && UnderWay < _window.Width) || (UnderWay > 0 && now - _lastEnded < Standstill));

    /// <summary>A message is asked for.</summary>
    public void Took(DateTimeOffset now)
    {
        if (UnderWay++ == 0 && _lastEnded < now - Standstill) _lastEnded = now;
        Pace.Take();
        Day.Take();
        Load += 1 / Weight;
    }

    /// <summary>It never started.</summary>
    public void GaveBack()
    {
        UnderWay--;
        Pace.GiveBack();
        Day.GiveBack();
        Load -= 1 / Weight;
    }

    /// <summary>A session was opened: that alone does not close a breaker, a message has to be taken.</summary>
    public void Opened() => (_failingSince, _notOpened) = (null, null);

    /// <summary>A session could not be opened. Gives what is news for the operator.</summary>
    /// <param name="open">How many others are open.</param>
    public RelayNews? NotOpened(RelayFault fault, int open, DateTimeOffset now, double chance)
    {
        _failingSince ??= now;
        _notOpened = fault.Why;
        _window.Halve(now);
        if (open > 0) _window.Ceil(open, now);
        var news = Act(fault.Verdict, fault.Why, now, chance);
        if (_refusedOpenings.Add(now) && _breaker.Until < now + ProbeEvery) _breaker.Pause(fault.Why, now + ProbeEvery);
        if (_called || now - _failingSince < LongGone) return news;
        _called = true;
        return new RelayNews.Paused($"it could not be reached for {LongGone.TotalMinutes:0} minutes ({fault.Why}). "
            + "It is tried again every 5 minutes; see whether it runs and whether this node may reach it", null);
    }

    /// <summary>A message has ended. Gives what is news for the operator.</summary>
    public RelayNews? Ended(SendResult result, DateTimeOffset now, double chance)
    {
        UnderWay--;
        Pace.Ended();
        _lastEnded = now;
        var verdict = result.Verdict;
        var isItsDoing = verdict.Wider is WiderAction.Slow or WiderAction.Trip or WiderAction.PauseRelay
            || result is SendResult.Broken || !result.SessionUsable;
        if (result is not SendResult.Accepted && isItsDoing) return Act(verdict, WhyOf(result), now, chance);
        // Whatever it said of the reader or the letter, the relay itself does its work.
        _slowsInARow = 0;
        _inARow.Clear();
        if (result is SendResult.Accepted)
        {
            _window.Succeeded(now);
            _refusedOpenings.Clear();
            (_failingSince, _called) = (null, false);
        }

        var closed = _breaker.Succeeded(now);
        if (closed) _window.BeginAnew();
        var news = verdict.Wider is WiderAction.None ? null : Act(verdict, WhyOf(result), now, chance);
        return news ?? (closed ? new RelayNews.Usable() : null);
    }

    /// <summary>The operator says that it may be used again.</summary>
    public void Resume(DateTimeOffset now)
    {
        _breaker.Resume(now);
        _inARow.Clear();
        _refusedOpenings.Clear();
        (_failingSince, _called, _notOpened) = (null, false, null);
    }

    /// <summary>When to look at it again although nothing happens.</summary>
    public DateTimeOffset? Due(DateTimeOffset now, int waiting, bool isFree)
    {
        if (IsRetired || waiting == 0) return null;
        if (_breaker.IsShut(now)) return _breaker.Until;
        var day = Day.Due(now);
        var pace = Pace.IsLimited && isFree ? Pace.Due(waiting) : null;
        return day is null || pace < day ? pace : day;
    }

    private static string WhyOf(SendResult result) => result switch
    {
        SendResult.Accepted accepted => accepted.Reply.ToString(),
        SendResult.Deferred deferred => deferred.Reply.ToString(),
        SendResult.Rejected rejected => rejected.Reply.ToString(),
        SendResult.RunRefused refused => refused.Reply.ToString(),
        SendResult.RelayRefused refused => refused.Reply.ToString(),
        SendResult.Uncertain uncertain => uncertain.Why,
        SendResult.Broken broken => broken.Why,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "An unknown end of a sending."),
    };

    private RelayNews? Act(ReplyVerdict verdict, string why, DateTimeOffset now, double chance)
    {
        switch (verdict.Wider)
        {
            case WiderAction.Slow slow:
                _window.Halve(now);
                var hold = slow.Hold > TimeSpan.Zero ? slow.Hold : verdict.Row == 19 ? FirstSlow : TimeSpan.Zero;
                if (hold > TimeSpan.Zero)
                {
                    if (verdict.Row == 19) hold = SlowFor(hold, now);
                    _breaker.Pause(why, now + hold);
                    return new RelayNews.Waits(why, now + hold);
                }

                return Tripped(why, now, chance);
            case WiderAction.PauseRelay pause:
                return InARow(pause.Why, now) < pause.After ? Tripped(why, now, chance) : Paused(pause, why, now);
            case WiderAction.Count { Brake: Brake.Protocol } when _nonsense.Add(now):
                return Paused(new WiderAction.PauseRelay(RelayPause.Session),
                    $"five answers within a minute were no SMTP; the last: {why}", now);
            case WiderAction.Trip or WiderAction.Count { Brake: Brake.Protocol or Brake.Doubt }:
                return Tripped(why, now, chance);
            default:
                return null;
        }
    }

    /// <summary>Twice as long for each time in a row that it was tried again.</summary>
    private TimeSpan SlowFor(TimeSpan hold, DateTimeOffset now)
    {
        if (!_breaker.IsShut(now)) _slowsInARow++;
        var doubled = hold * (1 << Math.Clamp(_slowsInARow - 1, 0, 6));
        return doubled < LongestSlow ? doubled : LongestSlow;
    }

    private int InARow(RelayPause why, DateTimeOffset now)
    {
        var last = _inARow.GetValueOrDefault(why);
        if (last.Times == 0 || now - last.At >= OneMoment) _inARow[why] = last = (last.Times + 1, now);
        return last.Times;
    }

    private RelayNews? Tripped(string why, DateTimeOffset now, double chance)
    {
        var news = _breaker.IsClosed;
        return _breaker.Failed(why, now, chance) && news ? new RelayNews.Waits(why, _breaker.Until!.Value) : null;
    }

    private RelayNews.Paused Paused(WiderAction.PauseRelay pause, string why, DateTimeOffset now)
    {
        var until = pause.ResumeIn is { } stated ? now + stated
            : pause.Why == RelayPause.Quota ? new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero)
            : (DateTimeOffset?)null;
        var told = $"{why}. {RelayAdvice.For(pause.Why, until)}";
        _breaker.Pause(told, until);
        return new RelayNews.Paused(told, until);
    }
}

/// <summary>How a relay is used.</summary>
public enum RelayUse
{
    /// <summary>As fast as it can.</summary>
    Open,

    /// <summary>Not, until its wait is over.</summary>
    Waiting,

    /// <summary>By one message, to see whether it works again.</summary>
    Probing,

    /// <summary>Not, until a stated time or until a person resumes it.</summary>
    Paused,

    /// <summary>Not, because its limit of this day is used up.</summary>
    UsedUp,

    /// <summary>Not any more: it is no longer configured, and its last messages end.</summary>
    Retiring,
}

/// <summary>What an operator should hear of a relay.</summary>
internal abstract record RelayNews
{
    private RelayNews() { }

    public sealed record Usable : RelayNews;

    public sealed record Waits(string Why, DateTimeOffset Until) : RelayNews;

    public sealed record Paused(string Why, DateTimeOffset? Until) : RelayNews;
}
