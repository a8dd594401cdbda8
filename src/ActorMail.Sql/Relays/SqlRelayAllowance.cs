using ActorMail.Engine;

namespace ActorMail.Relays;

/// <summary>
/// One row a relay and kind of limit. A second: the last share, from <c>from_at</c> until <c>next_at</c>, in microseconds of the database's clock. One statement
/// takes the next share, so nodes that ask together get shares that follow each other.
/// </summary>
internal sealed class SqlRelayAllowance(ISqlEngine engine) : IRelayAllowance
{
    private const long MicrosecondsASecond = 1_000_000;
    private const long MillisecondsADay = 86_400_000;

    /// <summary>A transaction's clock may stand still so long while it waits for another one.</summary>
    private const long Grace = MicrosecondsASecond;

    /// <summary>
    /// A share begins where the last one ended, or now if that is past. A moment later than any share could have ended is left from
    /// a lower rate, or from a clock that was set back: it counts as <c>@latest</c>.
    /// </summary>
    private const string Take = """
        insert into relay_pace (relay, from_at, next_at) values (@relay, @now, @first)
        on conflict (relay) do update set
            from_at = case
                when relay_pace.next_at <= @now then @now
                when relay_pace.next_at > @latest then @latest
                else relay_pace.next_at end,
            next_at = case
                when relay_pace.next_at <= @now then @first
                when relay_pace.next_at > @latest then @latest
                when relay_pace.next_at >= @until then relay_pace.next_at
                when relay_pace.next_at + @share - @every >= @until then
                    relay_pace.next_at + (@until - relay_pace.next_at + @every - 1) / @every * @every
                else relay_pace.next_at + @share end
        returning from_at, next_at
        """;

    /// <summary>
    /// A row is of its day, or of the next one when the clock was set back meanwhile: a day must not begin twice. One of any
    /// other day is over.
    /// </summary>
    private const string TakeOfDay = """
        insert into relay_days (relay, day, used_before, used) values (@relay, @day, 0, @first)
        on conflict (relay) do update set
            day = case when relay_days.day = @day + 1 then relay_days.day else @day end,
            used_before = case when relay_days.day in (@day, @day + 1) then relay_days.used else 0 end,
            used = case
                when relay_days.day not in (@day, @day + 1) then @first
                when relay_days.used >= @limit then relay_days.used
                when relay_days.used + @wanted >= @limit then @limit
                else relay_days.used + @wanted end
        returning used_before, used, day
        """;

    private const string GiveBackOfDay = "update relay_days set used = used - @count where relay = @relay and day = @day and used >= @count";

    public Task<RelayShare> TakeAsync(
        string relay, double perSecond, int wanted, TimeSpan ahead, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted);
        // Rounded up: the sum of many shares must not be above the limit.
        var every = (long)Math.Ceiling(MicrosecondsASecond / perSecond);
        return engine.WriteAsync(session => TakeShare(session, relay, every, wanted, Microseconds(ahead)), cancel);
    }

    public Task<DayShare> TakeOfDayAsync(string relay, int perDay, int wanted, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perDay);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted);
        return engine.WriteAsync(session =>
        {
            var now = session.Now;
            var (day, left) = (now / MillisecondsADay, MillisecondsADay - now % MillisecondsADay);
            var (before, used, of) = session.First(TakeOfDay, row => (row.Int(0), row.Int(1), row.Long(2)),
                relay, day, Math.Min(perDay, wanted), perDay, wanted);
            return new DayShare(used - before, used, TimeSpan.FromMilliseconds(left)) { Day = of };
        }, cancel);
    }

    public Task GiveBackOfDayAsync(string relay, DayShare share, CancellationToken cancel) =>
        engine.WriteAsync(session => session.Run(GiveBackOfDay, share.Count, relay, share.Day), cancel);

    private static RelayShare TakeShare(SqlSession session, string relay, long every, int wanted, long ahead)
    {
        var now = session.Now * 1000;
        var until = now + ahead;
        var fitting = Math.Max(1, (ahead + every - 1) / every);
        var first = now + Math.Min(fitting, wanted) * every;
        var (from, next) = session.First(
            Take, row => (row.Long(0), row.Long(1)), relay, now, first, until + every + Grace, until, wanted * every, every);
        var count = (int)((next - from) / every);
        return new RelayShare(count, Span(count > 0 ? from - now : from - until), Span(every));
    }

    private static long Microseconds(TimeSpan span) => (long)span.TotalMicroseconds;

    private static TimeSpan Span(long microseconds) => TimeSpan.FromMicroseconds(microseconds);
}
