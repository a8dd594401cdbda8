namespace ActorMail.Relays;

/// <summary>
/// How much goes to each provider of recipients at a time: its window (which its complaints narrow), its rate, and the times at which
/// it wants nothing or one message a minute. Keeps in mind only providers that have something under way or complained lately.
/// </summary>
internal sealed class DomainDesk
{
    /// <summary>More providers than this are in mind only while they have something under way or are held.</summary>
    private const int Most = 4096;

    /// <summary>A hold of more than this is too long to keep readers in memory for.</summary>
    private static readonly TimeSpan LongHold = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Trickle = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, Provider> _providers = [];

    public DomainDesk(DomainLimits limits) => Limits = limits;

    public DomainLimits Limits
    {
        get;
        set
        {
            field = value;
            foreach (var (name, provider) in _providers) provider.Limit(value.Of(name));
        }
    }

    /// <summary>A provider was held or throttled since the start: as long as none was, nobody has to be looked for.</summary>
    public bool HasHeld { get; private set; }

    /// <summary>Time alone may let a message start.</summary>
    public bool IsTimed => HasHeld || Limits.Usual.MessagesPerSecond is not null || Limits.Named.Count > 0;

    /// <summary>How many it has in mind.</summary>
    public int Remembered => _providers.Count;

    /// <summary>Whether one more message to it may start.</summary>
    public bool MayStart(string provider, DateTimeOffset now) =>
        !_providers.TryGetValue(provider, out var known) || known.MayStart(now);

    /// <summary>Whether time has to pass before it takes one more: it complained, or has a rate. One that is just busy is not slow.</summary>
    public bool IsSlow(string provider, DateTimeOffset now) =>
        _providers.GetValueOrDefault(provider) is { } known && (known.HeldUntil > now || known.NextAt > now);

    /// <summary>Whether one may be planned for it now, to start as soon as a message has ended: nothing but its window can be in the way then.</summary>
    public bool MayFollow(string provider, DateTimeOffset now) => Limits.Of(provider).MessagesPerSecond is null && !IsSlow(provider, now);

    /// <summary>One is asked for.</summary>
    public void Took(string provider, DateTimeOffset now)
    {
        if (!_providers.TryGetValue(provider, out var known))
        {
            if (_providers.Count >= Most) Forget(now);
            _providers[provider] = known = new Provider(Limits.Of(provider));
        }

        known.Took(now);
    }

    /// <summary>It never started.</summary>
    public void GaveBack(string provider) => _providers.GetValueOrDefault(provider)?.GaveBack();

    /// <summary>One has ended.</summary>
    public void Ended(string provider, SendResult result, DateTimeOffset now)
    {
        if (!_providers.TryGetValue(provider, out var known)) return;
        known.Ended(result is SendResult.Accepted, now);
        switch (result.Verdict.Wider)
        {
            case WiderAction.ThrottleDomain throttle:
                HasHeld = true;
                known.Throttle(throttle.For, now);
                break;
            case WiderAction.HoldDomain hold:
                HasHeld = true;
                known.Hold(now + hold.For);
                break;
        }
    }

    /// <summary>Nothing to it until then.</summary>
    public void Hold(string provider, DateTimeOffset until, DateTimeOffset now)
    {
        Took(provider, now);
        _providers[provider].GaveBack();
        _providers[provider].Hold(until);
        HasHeld = true;
    }

    /// <summary>Until when readers of it are better put off than waited for, and how many of them are not; null when none are.</summary>
    public (DateTimeOffset Until, int Keep)? PutOff(string provider, DateTimeOffset now) =>
        _providers.GetValueOrDefault(provider) is { HeldUntil: { } until } known && until - now > LongHold
            ? (until, known.IsThrottled(now) ? 1 : 0)
            : null;

    /// <summary>When one of these, none of which may start one now, may do so by the passing of time alone.</summary>
    public DateTimeOffset? Due(IEnumerable<string> providers) => providers.Min(name => _providers.GetValueOrDefault(name)?.NextAt);

    /// <summary>Those that are held or throttled, for the operator.</summary>
    public IEnumerable<(string Name, DateTimeOffset Until)> Held(DateTimeOffset now) =>
        from provider in _providers
        where provider.Value.HeldUntil > now
        select (provider.Key, provider.Value.HeldUntil!.Value);

    private void Forget(DateTimeOffset now)
    {
        foreach (var idle in _providers.Where(provider => provider.Value.IsIdle(now)).Select(provider => provider.Key).ToArray())
            _providers.Remove(idle);
    }

    private sealed class Provider(DomainLimit limit)
    {
        private DomainLimit _limit = limit;
        private Window _window = new(limit.Connections);
        private int _underWay;
        private bool _throttled;

        /// <summary>The next message may start no sooner: by the rate, or because nothing may for a while.</summary>
        public DateTimeOffset? NextAt { get; private set; }

        public DateTimeOffset? HeldUntil { get; private set; }

        public void Limit(DomainLimit limit)
        {
            if (limit == _limit) return;
            (_limit, _window) = (limit, new Window(limit.Connections));
        }

        public bool MayStart(DateTimeOffset now) =>
            _underWay < (IsThrottled(now) ? 1 : _window.Width) && !(NextAt > now);

        public void Took(DateTimeOffset now)
        {
            _underWay++;
            if (IsThrottled(now)) NextAt = now + Trickle;
            else if (_limit.MessagesPerSecond is { } rate)
            {
                // By the rate's clock, not by when a round came by: else each round's wait would be lost.
                var step = TimeSpan.FromSeconds(1 / rate);
                NextAt = (NextAt is { } at && now - at < step ? at : now) + step;
            }
        }

        public void GaveBack() => _underWay--;

        public void Ended(bool accepted, DateTimeOffset now)
        {
            _underWay--;
            if (accepted) _window.Succeeded(now);
        }

        public void Throttle(TimeSpan time, DateTimeOffset now)
        {
            _throttled = true;
            Narrow(now + time);
            NextAt = Later(NextAt, now + Trickle);
        }

        public void Hold(DateTimeOffset until)
        {
            Narrow(until);
            NextAt = Later(NextAt, until);
        }

        public bool IsIdle(DateTimeOffset now) => _underWay == 0 && !(HeldUntil > now) && !(NextAt > now);

        public bool IsThrottled(DateTimeOffset now) => _throttled && HeldUntil > now;

        private void Narrow(DateTimeOffset until)
        {
            _window.BeginAnew();
            HeldUntil = Later(HeldUntil, until);
        }

        private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
    }
}
