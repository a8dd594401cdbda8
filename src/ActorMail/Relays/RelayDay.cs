namespace ActorMail.Relays;

/// <summary>
/// A relay's limit of messages a day, as far as this node has a share in it. Shares are small parts of the limit, because what a node
/// holds when it is killed is sent by nobody that day.
/// </summary>
internal sealed class RelayDay(RelaySettings relay)
{
    private const int LargestShare = 100;
    private const int SharesOfADay = 100;

    /// <summary>A day that is used up is looked at again now and then: the limit may have been raised elsewhere.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    private int _held;
    private bool _asking;
    private DateTimeOffset _ends = DateTimeOffset.MinValue;
    private DateTimeOffset _askFrom = DateTimeOffset.MinValue;

    /// <summary>Of the day, by all nodes, as far as this node was told; null before it was.</summary>
    public int? Used { get; private set; }

    /// <summary>When the day begins anew, once its limit is used up.</summary>
    public DateTimeOffset? UsedUpUntil { get; private set; }

    public bool IsLimited => relay.MessagesPerDay is not null;

    private int Share => Math.Clamp(relay.MessagesPerDay!.Value / SharesOfADay, 1, LargestShare);

    public bool HasTurn(DateTimeOffset now) => !IsLimited || (_held > 0 && now < _ends);

    public void Take()
    {
        if (IsLimited) _held--;
    }

    /// <summary>One was taken for a message which never started.</summary>
    public void GiveBack()
    {
        if (IsLimited) _held++;
    }

    /// <summary>How many to ask for now, for so many waiting recipients; 0 for none. The answer has to be told.</summary>
    public int Ask(DateTimeOffset now, int waiting)
    {
        if (!IsLimited || _asking || now < _askFrom) return 0;
        var held = now < _ends ? _held : 0;
        if (held >= waiting || held > Share / 2) return 0;
        _asking = true;
        return Math.Min(Share, waiting - held);
    }

    public void Answered(DayShare share, DateTimeOffset now)
    {
        _asking = false;
        if (now >= _ends) _held = 0;
        _held += share.Count;
        (_ends, Used) = (now + share.EndsIn, share.Used);
        UsedUpUntil = share.Count == 0 && _held == 0 ? _ends : null;
        if (share.Count == 0) _askFrom = now + (share.EndsIn < LookAgain ? share.EndsIn : LookAgain);
    }

    /// <summary>There was no answer: it is asked again after <paramref name="wait"/>.</summary>
    public void Unanswered(DateTimeOffset now, TimeSpan wait) => (_asking, _askFrom) = (false, now + wait);

    /// <summary>When to ask again, if that is what is waited for.</summary>
    public DateTimeOffset? Due(DateTimeOffset now) => !IsLimited || _asking || HasTurn(now) ? null : _askFrom;
}
