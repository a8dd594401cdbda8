using ActorMail.Engine;
using ActorMail.SignUps;

namespace ActorMail.Subscribers;

/// <summary>Subscribers, one at a time.</summary>
internal sealed class SqlSubscriberStore(ISqlEngine engine) : ISubscriberStore
{
    private const string All = $"""
        {SubscriberRow.Select}
        where s.id > @after and s.address is not null and (cast(@state as text) is null or s.state = @state)
        order by s.id limit @limit
        """;

    private const string OfList = $"""
        {SubscriberRow.Select}
        join memberships here on here.subscriber = s.id and here.ended is null
            and here.list = (select id from lists where name = @list)
        where here.subscriber > @after and s.address is not null and (cast(@state as text) is null or s.state = @state)
        order by here.subscriber limit @limit
        """;

    public Task<(Subscriber Subscriber, bool Added)> AddAsync(
        EmailAddress email, SubscriberChange change, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var found = SubscriberRow.FindToChange(session, email);
        var revive = change.State == SubscriberState.Active;
        if (found is null)
        {
            // Its state comes by the change, as everybody's does.
            var added = SubscriberRow.Add(session, email, null, "{}", SubscriberState.Active);
            Apply(session, added, change, rejoin: true);
        }
        else if (revive || found.State == SubscriberState.Active)
        {
            Apply(session, found, change, rejoin: revive);
        }
        else
        {
            // Not revived: who left every list joins none, and no state but an active one replaces the present one.
            Apply(session, found, change with { State = null, JoinLists = null }, rejoin: false);
            if (change.State == SubscriberState.Unsubscribed) new Memberships(session).LeaveAll(found.Id);
        }

        return (SubscriberRow.Read(session, email)!, found is null);
    }, cancel);

    public Task<Subscriber?> ReadAsync(EmailAddress email, CancellationToken cancel) =>
        engine.ReadAsync(session => SubscriberRow.Read(session, email), cancel);

    public Task<Subscriber?> ChangeAsync(EmailAddress email, SubscriberChange change, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            if (SubscriberRow.FindToChange(session, email) is not { } found) return null;
            Apply(session, found, change, rejoin: true);
            return SubscriberRow.Read(session, email);
        }, cancel);

    public Task<bool> EraseAsync(EmailAddress email, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var signedUp = SignUpRow.Forget(session, email);
        if (SubscriberRow.FindToChange(session, email) is not { } found) return signedUp;
        var memberships = new Memberships(session);
        memberships.LeaveAll(found.Id);
        memberships.Save();
        session.Run("""
            update subscribers set address = null, address_key = null, name = null, attributes = '{}',
                state = 'unsubscribed', token_epoch = token_epoch + 1, updated_at = @now
            where id = @id
            """, session.Now, found.Id);
        SignUpRow.Forget(session, found.Id);
        StoredSuppression.Forget(session, found.Id);
        // A relay's reply often repeats the address.
        session.Run("""
            update deliveries set reply = null
            where subscriber = @subscriber and code <> 0 and post in (select id from posts)
            """, found.Id);
        session.Run("""
            update attempts set reply = null
            where subscriber = @subscriber and code <> 0 and post in (select id from posts)
            """, found.Id);
        return true;
    }, cancel);

    public Task<IReadOnlyList<Subscriber>> ListAsync(SubscriberFilter filter, CancellationToken cancel)
    {
        var after = filter.After?.Value ?? 0;
        var state = filter.State is { } wanted ? SubscriberRow.Stored(wanted) : null;
        return engine.ReadAsync<IReadOnlyList<Subscriber>>(session => filter.List is null
            ? session.Query(All, SubscriberRow.Map, after, state, filter.Limit)
            : session.Query(OfList, SubscriberRow.Map, filter.List, after, state, filter.Limit), cancel);
    }

    internal static void Apply(SqlSession session, SubscriberRow found, SubscriberChange change, bool rejoin)
    {
        var next = found with
        {
            Name = change.Name is null ? found.Name : change.Name.Length == 0 ? null : change.Name,
            Attributes = AttributeMerge.Into(found.Attributes, change.Attributes, emptyRemoves: true),
            State = change.State ?? found.State,
        };
        next.Save(session, found);
        StoredSuppression.Follow(session, found, next.State);

        var memberships = new Memberships(session);
        foreach (var list in change.JoinLists ?? [])
        {
            var number = memberships.ListNumber(list);
            if (memberships.IsMember(number, found.Id) || (!rejoin && memberships.HasLeft(number, found.Id))) continue;
            memberships.Join(number, found.Id);
        }

        foreach (var list in change.LeaveLists ?? []) memberships.Leave(list, found.Id);
        if (next.State == SubscriberState.Unsubscribed) memberships.LeaveAll(found.Id);
        memberships.Save();
    }
}
