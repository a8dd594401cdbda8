using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>
/// A relay's limit of messages a second, as far as this node has a share in it. Turns come at the times its shares say; those not
/// taken gather up to one a connection that is not under way, or one in all, and any more are lost: a relay that takes nothing for
/// a while must not then see what was under way and as much again.
/// </summary>
internal sealed class RelayPace(RelaySettings relay)
{
    /// <summary>How far ahead turns are taken: time to ask for more before they run out.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(250);

    /// <summary>Half of what fits ahead, so that other nodes find some of it free.</summary>
    private static readonly TimeSpan OneShare = Ahead / 2;

    /// <summary>Asked for again no sooner after an answer of none, however many nodes there are.</summary>
    private static readonly TimeSpan Pause = Ahead / 5;

    private readonly Queue<Turns> _coming = new();
    private int _come;
    private int _underWay;
    private DateTimeOffset _seen = DateTimeOffset.MinValue;
    private DateTimeOffset _lastEnds = DateTimeOffset.MinValue;
    private DateTimeOffset _askFrom = DateTimeOffset.MinValue;
    private bool _asking;

    public RelaySettings Relay => relay;

    /// <summary>False when the relay has no limit: then nothing is ever asked for or waited for.</summary>
    public bool IsLimited => relay.MessagesPerSecond is not null;

    private int Held => _come + _coming.Sum(turns => turns.Left);

    /// <summary>Whether there is one message's turn at <paramref name="now"/>.</summary>
    public bool HasTurn(DateTimeOffset now)
    {
        if (!IsLimited) return true;
        Come(now);
        return _come > 0;
    }

    /// <summary>Takes the turn that there is.</summary>
    public void Take()
    {
        if (!IsLimited) return;
        _come--;
        _underWay++;
    }

    /// <summary>Gives one back that was taken for a message which never started.</summary>
    public void GiveBack()
    {
        Ended();
        _come++;
    }

    /// <summary>Notes the end of a message that took a turn.</summary>
    public void Ended()
    {
        if (IsLimited) _underWay--;
    }

    /// <summary>How many turns to ask for now, for so many waiting recipients; 0 for none. The answer has to be told.</summary>
    public int Ask(DateTimeOffset now, int waiting)
    {
        if (!IsLimited) return 0;
        Come(now);
        if (!IsLow(waiting) || _asking || now < _askFrom) return 0;
        _asking = true;
        return Math.Min(Worth(OneShare), waiting - Held);
    }

    /// <summary>Takes the answer in.</summary>
    public void Answered(RelayShare share, DateTimeOffset now)
    {
        Come(now);
        _asking = false;
        if (share.Count == 0)
        {
            _askFrom = now + (share.In > Pause ? share.In : Pause);
            return;
        }

        // An answer that came sooner than the one before must not bring its turns nearer to that one's.
        var first = now + share.In > _lastEnds ? now + share.In : _lastEnds;
        _coming.Enqueue(new Turns(first, share.Every, share.Count));
        _lastEnds = first + share.Every * share.Count;
    }

    /// <summary>There was no answer: it is asked again after <paramref name="wait"/>.</summary>
    public void Unanswered(DateTimeOffset now, TimeSpan wait) => (_asking, _askFrom) = (false, now + wait);

    /// <summary>When there is something to do again for so many waiting recipients; null when an answer is waited for.</summary>
    public DateTimeOffset? Due(int waiting)
    {
        DateTimeOffset? turn = _coming.TryPeek(out var next) ? next.Next : null;
        DateTimeOffset? ask = IsLow(waiting) && !_asking ? _askFrom : null;
        return turn is null || ask < turn ? ask : turn;
    }

    private bool IsLow(int waiting) => Held < waiting && Held <= Worth(Ahead) / 2;

    private int Worth(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(relay.MessagesPerSecond!.Value * time.TotalSeconds));

    private void Come(DateTimeOffset now)
    {
        if (now < _seen) Forget();
        _seen = now;
        while (_coming.TryPeek(out var turns) && turns.Next <= now)
        {
            _come = Math.Min(Math.Max(1, relay.MaxConnections - _underWay), _come + 1);
            if (turns.Pass() == 0) _coming.Dequeue();
        }
    }

    /// <summary>The clock was set back: the times of all turns mean nothing any more.</summary>
    private void Forget()
    {
        _coming.Clear();
        _lastEnds = _askFrom = DateTimeOffset.MinValue;
    }

    private sealed class Turns(DateTimeOffset first, TimeSpan every, int count)
    {
        public DateTimeOffset Next { get; private set; } = first;

        public int Left { get; private set; } = count;

        public int Pass()
        {
            Next += every;
            return --Left;
        }
    }
}
