using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>Joining and leaving lists within one transaction. Leaving ends a row; joining again adds one.</summary>
internal sealed class Memberships(SqlSession session)
{
    private readonly MembershipSequence _sequence = new(session);
    private readonly Dictionary<string, long> _lists = [];

    /// <summary>The number of the list of that name, made when there is none.</summary>
    public long ListNumber(string name)
    {
        if (_lists.TryGetValue(name, out var known)) return known;
        session.Run("insert into lists (name, created_at) values (@name, @now) on conflict do nothing", name, session.Now);
        return _lists[name] = session.Number("select id from lists where name = @name", name);
    }

    public bool IsMember(long list, long subscriber) => session.NumberOrNull(
        "select 1 from memberships where list = @list and subscriber = @subscriber and ended is null", list, subscriber) == 1;

    public bool HasLeft(long list, long subscriber) => session.NumberOrNull(
        "select 1 from memberships where list = @list and subscriber = @subscriber and ended is not null limit 1",
        list, subscriber) == 1;

    /// <summary>The caller knows that there is no present membership.</summary>
    public void Join(long list, long subscriber) => session.Run(
        "insert into memberships (id, list, subscriber, joined_at) values (@id, @list, @subscriber, @now)",
        _sequence.Next(), list, subscriber, session.Now);

    public void Leave(long list, long subscriber)
    {
        if (!IsMember(list, subscriber)) return;
        session.Run("""
            update memberships set ended = @ended, ended_at = @now
            where list = @list and subscriber = @subscriber and ended is null
            """, _sequence.Next(), session.Now, list, subscriber);
    }

    /// <summary>Leaving a list that does not exist makes none.</summary>
    public void Leave(string name, long subscriber)
    {
        if (session.NumberOrNull("select id from lists where name = @name", name) is { } list) Leave(list, subscriber);
    }

    public void LeaveAll(long subscriber)
    {
        foreach (var list in session.Query("select id from lists", row => row.Long(0))) Leave(list, subscriber);
    }

    /// <summary>The number of a row that the caller adds.</summary>
    public long NextNumber() => _sequence.Next();

    /// <summary>Has to be called before the transaction ends.</summary>
    public void Save() => _sequence.Save();
}
