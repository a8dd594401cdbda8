using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>
/// Gives joining and leaving their numbers within one transaction. The row behind it is locked until the commit, so numbers
/// appear in their order and an audience frozen at one of them never changes.
/// </summary>
internal sealed class MembershipSequence(SqlSession session)
{
    private long? _last;

    public long Next()
    {
        _last ??= session.Number("update membership_sequence set last = last returning last");
        return (_last = _last.Value + 1).Value;
    }

    /// <summary>Has to be called before the transaction ends.</summary>
    public void Save()
    {
        if (_last is { } last) session.Run("update membership_sequence set last = @last", last);
    }
}
